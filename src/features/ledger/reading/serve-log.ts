// The log as files, in C2SP tlog-tiles layout: what auditors and verifiers read.
import { HASH_LENGTH } from '../../../core/ledger/primitives.ts';
import { type LogFile, parseTilePath, TILE_WIDTH, tileWidthAt } from '../../../core/ledger/tile-path.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { selectTiles } from '../tree/read-tiles.ts';
import { type PlacedCommit, selectPlacedCommits } from './placed-commits.ts';

/** A file's bytes; a full one stays as it is for ever. */
export type ServedFile = { bytes: Uint8Array; final: boolean };

export async function latestCheckpoint(db: Db): Promise<string> {
  const newest = await db.row<{ note: string }>(sql`
    select note from ledger_checkpoint order by size desc limit 1`);
  if (newest) return newest.note;
  throw new Refusal('not-found', 'log.no-checkpoint', 'The log has no signed checkpoint yet.', {
    todo: 'Ask again in a few seconds.',
    retryAfterSeconds: 1,
  });
}

/** The key that checkpoints are signed with, as a line of text. */
export async function verifierKey(db: Db): Promise<string> {
  const log = await db.row<{ verifier_key: string }>(sql`select verifier_key from ledger_log`);
  if (log) return `${log.verifier_key}\n`;
  throw new Refusal('not-found', 'log.no-checkpoint', 'The log has not been opened yet.', {
    todo: 'Ask again in a few seconds.',
    retryAfterSeconds: 1,
  });
}

/**
 * A tile or a bundle. Only what the latest checkpoint covers is served: nobody can be shown more than what was signed.
 * A partial file is cut from the one that is stored, so every older width stays readable after the log has grown.
 */
export async function logFile(db: Db, path: string): Promise<ServedFile> {
  const parsed = parseTilePath(path);
  if (!parsed.ok) throw noSuchFile(path, parsed.because);
  const { file } = parsed;
  const level = file.kind === 'entries' ? 0 : file.level;
  const size = await signedSize(db);
  if (tileWidthAt(level, file.n, size) < file.width) {
    throw noSuchFile(path, `the latest checkpoint, of ${size} entries, does not cover it`);
  }
  const bytes = file.kind === 'entries' ? await bundle(db, file) : await tile(db, file);
  if (!bytes) throw new Error(`${path} is missing or damaged in the stored log`);
  return { bytes, final: file.width === TILE_WIDTH };
}

async function signedSize(db: Db): Promise<number> {
  const newest = await db.row<{ size: number | null }>({
    name: 'ledger-signed-size',
    ...sql`select max(size) as size from ledger_checkpoint`,
  });
  return newest?.size ?? 0;
}

/** Straight from the store: what verifiers are shown is what is stored, damaged or not. */
async function tile(db: Db, file: Extract<LogFile, { kind: 'hashes' }>): Promise<Uint8Array | null> {
  const [hashes] = await selectTiles(db, [file]);
  return hashes?.subarray(0, file.width * HASH_LENGTH) ?? null;
}

async function bundle(db: Db, { n, width }: { n: number; width: number }): Promise<Uint8Array | null> {
  const from = n * TILE_WIDTH;
  const commits = await selectPlacedCommits(db, from, from + width);
  return Buffer.concat(commits.map((commit) => cutOut(commit, from, from + width)));
}

/** Cut by the lengths beside them: damaged entries are served as they are, so that a verifier can say which ones they are. */
function cutOut({ position, entries, lengths }: PlacedCommit, from: number, to: number): Buffer {
  const offsetOf = (index: number) => {
    let offset = 0;
    for (let i = 0; i < index; i++) offset += 2 + lengths.readUInt16BE(2 * i);
    return offset;
  };
  const count = lengths.length / 2;
  return entries.subarray(offsetOf(Math.max(0, from - position)), offsetOf(Math.min(count, to - position)));
}

function noSuchFile(path: string, because: string): Refusal {
  return new Refusal('not-found', 'log.no-such-file', `There is no ${path}: ${because}.`);
}
