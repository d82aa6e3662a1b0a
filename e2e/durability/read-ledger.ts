import { decodeBundle } from '../../src/core/ledger/bundle.ts';
import { decodeEntry, type Entry, MOST_ENTRIES_PER_COMMIT } from '../../src/core/ledger/entry.ts';
import type { Db } from '../../src/db/database.ts';
import { sql } from '../../src/db/sql.ts';
import { readEntries } from '../../src/features/ledger/reading/read-entries.ts';

/** Every entry there is, in order: those in the log at their position, then those that wait for theirs. */
export async function readLedger(db: Db): Promise<{ entries: Entry[]; integrated: number }> {
  const log = await db.row<{ size: number }>(sql`select size from ledger_log`);
  const size = log?.size ?? 0;
  const stored = (await readEntries(db, 0, size)).map(({ bytes }) => decoded(bytes));
  const waiting = await db.rows<{ entries: Buffer }>(sql`
    select entries from ledger_commit where position is null order by written_at, commit_id`);
  const outbox = waiting.flatMap(({ entries }) => {
    const commit = decodeBundle(entries, MOST_ENTRIES_PER_COMMIT);
    if (!commit.ok) throw new Error(`a waiting commit is damaged: ${commit.because}`);
    return commit.entries.map(decoded);
  });
  return { entries: [...stored, ...outbox], integrated: size };
}

function decoded(bytes: Uint8Array): Entry {
  const read = decodeEntry(bytes);
  if (!read.ok) throw new Error(`an entry cannot be read: ${read.because}`);
  return read.entry;
}
