import { decodeBundle } from '../../../core/ledger/bundle.ts';
import { TILE_WIDTH } from '../../../core/ledger/tile-path.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';

/** An entry's bytes at its place in the log. */
export type StoredEntry = { position: number; bytes: Uint8Array };

/**
 * Reads the entries at positions `from` (included) to `to` (excluded), in order and without a gap, not decoding them.
 */
export async function readEntries(db: Db, from: number, to: number): Promise<StoredEntry[]> {
  const runs = await db.rows<{ position: number; entries: Buffer }>({
    name: 'ledger-read-entries',
    ...sql`
      select position, entries
      from ledger_bundle
      where position > ${from - TILE_WIDTH}
        and position < ${to}
        and position + width > ${from}
      order by position`,
  });
  const entries = runs
    .flatMap(({ position, entries }) => cutRun(position, entries))
    .filter(({ position }) => position >= from && position < to);
  const gap = entries.findIndex(({ position }, i) => position !== from + i);
  if (gap < 0 && entries.length === to - from) return entries;
  throw new Error(`entry ${from + (gap < 0 ? entries.length : gap)} is missing in the stored log`);
}

/** Cuts a stored run into its entries. */
export function cutRun(position: number, bytes: Uint8Array): StoredEntry[] {
  const run = decodeBundle(bytes);
  if (!run.ok) throw new Error(`the stored entries from ${position} on are damaged: ${run.because}`);
  return run.entries.map((bytes, i) => ({ position: position + i, bytes }));
}
