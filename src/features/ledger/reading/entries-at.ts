import { decodeBundle } from '../../../core/ledger/bundle.ts';
import { MOST_ENTRIES_PER_COMMIT } from '../../../core/ledger/entry.ts';
import { TILE_WIDTH } from '../../../core/ledger/tile-path.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { EntryPointer } from '../append-entries.ts';
import { cutRun } from './read-entries.ts';

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
  const stored = positions.length > 0 ? await selectEntries(db, positions) : new Map<number, Uint8Array>();
  return pointers.map((pointer, i) => {
    const { position = null, entries = null } = places[i] ?? {};
    const bytes = position === null ? waitingEntry(entries, pointer.entryIndex) : stored.get(position);
    return bytes ? { ...pointer, position, bytes } : null;
  });
}

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

/** Entries at given positions; each run that holds one of them is read once. */
async function selectEntries(db: Db, positions: readonly number[]): Promise<Map<number, Uint8Array>> {
  const runs = await db.rows<{ position: number; entries: Buffer }>({
    name: 'ledger-runs-at',
    ...sql`
      select run.position, run.entries
      from (
        select distinct (
          select ledger_bundle.position
          from ledger_bundle
          where ledger_bundle.position <= wanted.position
            and ledger_bundle.position > wanted.position - ${TILE_WIDTH}::integer
          order by ledger_bundle.position desc
          limit 1) as position
        from unnest(${positions}::bigint[]) as wanted (position)) as start
      join ledger_bundle as run on run.position = start.position`,
  });
  return new Map(
    runs.flatMap(({ position, entries }) =>
      cutRun(position, entries).map((entry) => [entry.position, entry.bytes]),
    ),
  );
}

function waitingEntry(entries: Uint8Array | null, index: number): Uint8Array | null {
  const commit = entries && decodeBundle(entries, MOST_ENTRIES_PER_COMMIT);
  return commit?.ok ? (commit.entries[index] ?? null) : null;
}
