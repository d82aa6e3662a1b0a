import { decodeBundle } from '../../../core/ledger/bundle.ts';
import { MOST_ENTRIES_PER_COMMIT } from '../../../core/ledger/entry.ts';
import type { Db } from '../../../db/database.ts';
import { type PlacedCommit, selectPlacedCommits } from './placed-commits.ts';

/** An entry's bytes at its place in the log. */
export type StoredEntry = { position: number; bytes: Uint8Array };

/**
 * Reads the entries at positions `from` (included) to `to` (excluded), in order and without a gap, not decoding them.
 */
export async function readEntries(db: Db, from: number, to: number): Promise<StoredEntry[]> {
  const commits = await selectPlacedCommits(db, from, to);
  const entries = commits.flatMap(cutCommit).filter(({ position }) => position >= from && position < to);
  const gap = entries.findIndex(({ position }, i) => position !== from + i);
  if (gap < 0 && entries.length === to - from) return entries;
  throw new Error(`entry ${from + (gap < 0 ? entries.length : gap)} is missing in the stored log`);
}

function cutCommit({ position, entries }: PlacedCommit): StoredEntry[] {
  const cut = decodeBundle(entries, MOST_ENTRIES_PER_COMMIT);
  if (!cut.ok) throw new Error(`the stored entries from ${position} on are damaged: ${cut.because}`);
  return cut.entries.map((bytes, i) => ({ position: position + i, bytes }));
}
