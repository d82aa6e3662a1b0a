import { decodeBundle } from '../../../core/ledger/bundle.ts';
import { MOST_ENTRIES_PER_COMMIT } from '../../../core/ledger/entry.ts';
import { TILE_WIDTH } from '../../../core/ledger/tile-path.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { EntryPointer } from '../append-entries.ts';

/** An entry found by its pointer; `position` is null while it waits for its place in the log. */
export type FoundEntry = EntryPointer & { position: number | null; bytes: Uint8Array };

type Place = { position: number | null; entries: Buffer | null };

/**
 * Reads entries by pointer, from the log or from the outbox, in the order asked; null where there is no such entry.
 * Two round trips for any number of them.
 */
export async function entriesAt(db: Db, pointers: readonly EntryPointer[]): Promise<(FoundEntry | null)[]> {
  if (pointers.length === 0) return [];
  const places = await selectPlaces(db, pointers);
  const positions = places.flatMap(({ position }) => position ?? []);
  const stored = positions.length > 0 ? await selectEntries(db, positions) : none;
  return pointers.map((pointer, i) => {
    const { position = null, entries = null } = places[i] ?? {};
    const bytes = position === null ? waitingEntry(entries, pointer.entryIndex) : stored.get(position);
    return bytes ? { ...pointer, position, bytes } : null;
  });
}

const none: ReadonlyMap<number, Uint8Array> = new Map();

/** One statement, one snapshot: an entry is either waiting or in the log, never both and never neither. */
function selectPlaces(db: Db, pointers: readonly EntryPointer[]): Promise<Place[]> {
  return db.rows<Place>({
    name: 'ledger-places',
    ...sql`
      select ledger_commit.position + wanted.entry_index as position, ledger_outbox.entries
      from unnest(${pointers.map((pointer) => pointer.commitId)}::uuid[],
        ${pointers.map((pointer) => pointer.entryIndex)}::integer[])
        with ordinality as wanted (commit_id, entry_index, place)
      left join ledger_commit
        on ledger_commit.commit_id = wanted.commit_id and ledger_commit.entry_count > wanted.entry_index
      left join ledger_outbox
        on ledger_commit.commit_id is null and ledger_outbox.commit_id = wanted.commit_id
      order by wanted.place`,
  });
}

/** Entries at given positions. Each is cut out by the database, which reads only the pages it lies on. */
export async function selectEntries(
  db: Db,
  positions: readonly number[],
): Promise<ReadonlyMap<number, Uint8Array>> {
  const rows = await db.rows<{ position: number; entry: Buffer }>({
    name: 'ledger-entries-at',
    ...sql`
      select wanted.position,
        substring(run.entries from before.bytes + 3
          for get_byte(run.lengths, 2 * before.entries) * 256 + get_byte(run.lengths, 2 * before.entries + 1)) as entry
      from unnest(${positions}::bigint[]) as wanted (position)
      cross join lateral (
        select ledger_bundle.position, width, entries, lengths
        from ledger_bundle
        where ledger_bundle.position <= wanted.position
          and ledger_bundle.position > wanted.position - ${TILE_WIDTH}::integer
        order by ledger_bundle.position desc
        limit 1) as run
      cross join lateral (
        select (wanted.position - run.position)::integer as entries,
          coalesce(sum(2 + get_byte(run.lengths, 2 * i) * 256 + get_byte(run.lengths, 2 * i + 1)), 0)::integer as bytes
        from generate_series(0, (wanted.position - run.position)::integer - 1) as i) as before
      where wanted.position < run.position + run.width`,
  });
  return new Map(rows.map(({ position, entry }) => [position, entry]));
}

function waitingEntry(entries: Uint8Array | null, index: number): Uint8Array | null {
  const commit = entries && decodeBundle(entries, MOST_ENTRIES_PER_COMMIT);
  return commit?.ok ? (commit.entries[index] ?? null) : null;
}
