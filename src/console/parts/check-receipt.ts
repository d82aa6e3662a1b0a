import { textBytes } from '../../core/ledger/bytes.ts';
import { verifyInclusion } from '../../core/ledger/inclusion.ts';
import { leafHash } from '../../core/ledger/merkle.ts';
import type { Hash, VerifySignature } from '../../core/ledger/primitives.ts';
import { parseReceipt } from '../../core/ledger/proof.ts';
import { openCheckpoint } from '../../core/ledger/signed-checkpoint.ts';
import { parseVerifierKey } from '../../core/ledger/verifier-key.ts';
import { numberWords } from '../ui/words.ts';

/** One thing that was checked, as a sentence; the first that fails ends the check. */
export type CheckStep = { ok: boolean; sentence: string };

export type GivenReceipt = {
  entryId: string;
  /** The entry as it stands in the log. */
  entry: string;
  /** Receipt text (tlog-proof v1). */
  proof: string;
  verifierKey: string;
};

export type Crypto = { hash: Hash; verify: VerifySignature };

/**
 * Checks a receipt step by step, so that a person can follow: form, signature, leaf, path, name. Needs nothing from the
 * server but the receipt itself. Complexity: one signature check, at most 63 hashes.
 */
export async function checkReceipt(given: GivenReceipt, crypto: Crypto): Promise<CheckStep[]> {
  const steps: CheckStep[] = [];
  const fail = (what: string, because: string) => [...steps, { ok: false, sentence: `${what}: ${because}.` }];
  const pass = (sentence: string) => steps.push({ ok: true, sentence });

  const parsed = parseReceipt(given.proof);
  if (!parsed.ok) return fail('The receipt cannot be read', parsed.because);
  const { index, hashes, checkpoint: note } = parsed.receipt;
  pass(`The receipt speaks of entry number ${numberWords(index)}.`);

  const key = parseVerifierKey(given.verifierKey, crypto.hash);
  if (!key.ok) return fail('The log’s key cannot be read', key.because);
  const opened = await openCheckpoint(note, { logKeys: [key.key] }, crypto.verify);
  if (!opened.ok) return fail('The checkpoint is not signed by this log', opened.because);
  const { size, root } = opened.checkpoint;
  pass(
    `Its checkpoint is signed by ${key.key.name} with the key ${key.key.keyId} (Ed25519), at ${numberWords(size)} entries.`,
  );

  const leaf = leafHash(textBytes(given.entry), crypto.hash);
  pass(`The entry below hashes to ${hex(leaf)}.`);

  const included = verifyInclusion({ index, size, root, leaf, proof: hashes }, crypto.hash);
  if (!included.ok) return fail('The entry is not the one in the log', included.because);
  pass(`${pathWords(hashes.length)} from there to ${hex(root)}, the root that was signed.`);

  const named = nameOf(given.entry);
  if (named !== given.entryId) return fail('The receipt is of another entry', `it names itself ${named}`);
  pass(`The entry names itself ${given.entryId}, as asked for.`);
  return steps;
}

function pathWords(count: number): string {
  return count === 1 ? '1 sibling hash leads' : `${count} sibling hashes lead`;
}

function hex(bytes: Uint8Array): string {
  const all = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${all.slice(0, 12)}…${all.slice(-4)}`;
}

function nameOf(entry: string): string {
  try {
    return String((JSON.parse(entry) as { id?: unknown }).id);
  } catch {
    return 'nothing readable';
  }
}
