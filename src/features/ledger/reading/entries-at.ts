import { decodeBundle } from '../../../core/ledger/bundle.ts';
import { MOST_ENTRIES_PER_COMMIT } from '../../../core/ledger/entry.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { EntryPointer } from '../append-entries.ts';

/** An entry found by its pointer; `position` is null while it waits for its place in the log. */
export type FoundEntry = EntryPointer & { position: number | null; bytes: Uint8Array };

/** Reads entries by pointer, placed or waiting, in the order asked; null where there is no such entry. One statement. */
export async function entriesAt(db: Db, pointers: readonly EntryPointer[]): Promise<(FoundEntry | null)[]> {
  if (pointers.length === 0) return [];
  const found = await selectEntries(db, pointers);
  return pointers.map((pointer, i) => {
    const { position = null, entry = null, waiting = null } = found[i] ?? {};
    const bytes = entry ?? waitingEntry(waiting, pointer.entryIndex);
    return bytes ? { ...pointer, position, bytes } : null;
  });
}

/** Of a placed commit the entry alone, of a waiting one, whose lengths are not known yet, all entries. */
type Found = { position: number | null; entry: Buffer | null; waiting: Buffer | null };

/** Each entry is cut out by the database, which reads only the pages it lies on. */
function selectEntries(db: Db, pointers: readonly EntryPointer[]): Promise<Found[]> {
  return db.rows<Found>({
    name: 'ledger-entries-at',
    ...sql`
      select placed.position + wanted.entry_index as position,
        case when placed.lengths is null then placed.entries end as waiting,
        substring(placed.entries from before.bytes + 3
          for get_byte(placed.lengths, 2 * wanted.entry_index) * 256
            + get_byte(placed.lengths, 2 * wanted.entry_index + 1)) as entry
      from unnest(${pointers.map((pointer) => pointer.commitId)}::uuid[],
        ${pointers.map((pointer) => pointer.entryIndex)}::integer[])
        with ordinality as wanted (commit_id, entry_index, place)
      left join ledger_commit as placed
        on placed.commit_id = wanted.commit_id and placed.entry_count > wanted.entry_index
      left join lateral (
        select coalesce(sum(2 + get_byte(placed.lengths, 2 * i) * 256 + get_byte(placed.lengths, 2 * i + 1)), 0)::integer
          as bytes
        from generate_series(0, wanted.entry_index - 1) as i) as before on placed.lengths is not null
      order by wanted.place`,
  });
}

function waitingEntry(entries: Uint8Array | null, index: number): Uint8Array | null {
  const commit = entries && decodeBundle(entries, MOST_ENTRIES_PER_COMMIT);
  return commit?.ok ? (commit.entries[index] ?? null) : null;
}
