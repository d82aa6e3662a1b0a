import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import { openNote } from './note.ts';
import type { VerifySignature } from './primitives.ts';
import type { VerifierKey } from './verifier-key.ts';

/** Whom to believe about a log. `logKeys` has two keys while one is being replaced by the next. */
export type Trust = {
  logKeys: readonly VerifierKey[];
  witnessKeys?: readonly VerifierKey[];
  /** How many different witnesses must have cosigned; none when absent. */
  witnessesNeeded?: number;
};

/** A checkpoint that may be believed, and which witnesses vouch for it. */
export type OpenedCheckpoint = {
  checkpoint: Checkpoint;
  witnesses: { name: string; timeSeconds: number }[];
};

/**
 * Opens a signed checkpoint.
 *
 * The log itself must have signed, with a key that bears the name of the origin: otherwise a log could pass off
 * another log's entries as its own, or a witness's signature as the log's. Witnesses count by name, so that two keys
 * of one witness are one witness. Reference: C2SP tlog-checkpoint. Complexity: one signature check per known key.
 */
export async function openCheckpoint(
  note: string,
  trust: Trust,
  verify: VerifySignature,
): Promise<({ ok: true } & OpenedCheckpoint) | { ok: false; because: string }> {
  const opened = await openNote(note, [...trust.logKeys, ...(trust.witnessKeys ?? [])], verify);
  if (!opened.ok) return opened;
  const parsed = parseCheckpoint(opened.text);
  if (!parsed.ok) return parsed;
  const { checkpoint } = parsed;
  const byLog = opened.signedBy.some(
    ({ key }) => key.name === checkpoint.origin && trust.logKeys.includes(key),
  );
  if (!byLog)
    return { ok: false, because: `the log ${checkpoint.origin} has not signed with a key known for it` };
  const witnesses = opened.signedBy.flatMap(({ key, timeSeconds }) =>
    timeSeconds === null ? [] : [{ name: key.name, timeSeconds }],
  );
  const needed = trust.witnessesNeeded ?? 0;
  const different = new Set(witnesses.map(({ name }) => name)).size;
  if (different < needed) return { ok: false, because: `${different} of ${needed} witnesses have cosigned` };
  return { ok: true, checkpoint, witnesses };
}
