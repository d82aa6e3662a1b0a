// At start: the log row, the signing key, and whether the two belong together.
import type { Actor } from '../../core/access/actor.ts';
import type { NoteSigner } from '../../core/ledger/note.ts';
import { formatVerifierKey } from '../../core/ledger/verifier-key.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { sha256 } from '../../platform/sha256.ts';
import { appendEntries } from './append-entries.ts';
import { createKeyFile, readKeyFile } from './signer/key-file.ts';
import { recallSigned, rememberSigned } from './signer/signed-memory.ts';
import { openSigner, type Signer } from './signer/signer.ts';

/** `signer` is null where the data folder does not hold the log's key; `notice` says so in one sentence. */
export type OpenedLog = { signer: Signer; notice: null } | { signer: null; notice: string };

/** Opens the log of this database, making it and its key when there is none yet. Everything but signing works anyway. */
export async function openLog({ db, config, clock }: Deps): Promise<OpenedLog> {
  const folder = config.dataDir;
  const at = clock.now();
  const verifierKey =
    (await db.row<LogRow>(selectLog))?.verifier_key ??
    (await db.atomically((tx) => createLog(tx, at, keyForNewLog(folder, config.logOrigin))));
  const key = readKeyFile(folder);
  if (key && formatVerifierKey(key.key) === verifierKey) {
    return { signer: openSigner(folder, key), notice: null };
  }
  const found = key ? 'holds the key of another ledger' : 'does not hold the key of the ledger';
  const notice = `The data folder ${folder} ${found} in this database: this process signs no checkpoints and leaves that to the one with the key.`;
  return { signer: null, notice };
}

type LogRow = { verifier_key: string };
const selectLog = sql`select verifier_key from ledger_log`;
const system: Actor = { kind: 'system', duty: 'open-log' };

/** The memory comes first: a key without one means that the memory was lost, and its signer refuses. */
function keyForNewLog(folder: string, origin: string): NoteSigner {
  const existing = readKeyFile(folder);
  if (existing) return existing;
  if ((recallSigned(folder)?.size ?? 0) === 0) {
    rememberSigned(folder, { origin, size: 0, root: sha256(new Uint8Array(0)) });
  }
  return createKeyFile(folder, origin);
}

/** Answers the key of the log that is there in the end: of two processes that start at once, one makes it. */
async function createLog(tx: Tx, at: Date, { key }: NoteSigner): Promise<string> {
  const made = await tx.run(sql`
    insert into ledger_log (origin, verifier_key, size, root, opened_at)
    values (${key.name}, ${formatVerifierKey(key)}, 0, ${sha256(new Uint8Array(0))}, ${at})
    on conflict do nothing`);
  if (made === 1) {
    await appendEntries(tx, at, [
      { kind: 'log.opened', actor: system, about: {}, facts: { keyId: key.keyId } },
    ]);
  }
  const log = await tx.row<LogRow>(selectLog);
  if (!log) throw new Error('the log is neither there nor can it be made');
  return log.verifier_key;
}
