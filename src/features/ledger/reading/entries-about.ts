import { decodeEntry, type Entry } from '../../../core/ledger/entry.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { EntryPointer } from '../append-entries.ts';
import { entriesAt } from './entries-at.ts';

/** A timeline is read whole; what has happened to one thing more often than this is cut. */
const most = 500;

/** All entries about one thing, read, in the order of the log; those not integrated yet come last, by their time. */
export async function entriesAbout(
  db: Db,
  subjectId: string,
  also: readonly EntryPointer[],
): Promise<{ entry: Entry; position: number | null }[]> {
  const rows = await db.rows<{ commit_id: string; entry_index: number }>(sql`
    select commit_id, entry_index
    from ledger_subject
    where subject_id = ${subjectId}
    order by commit_id, entry_index
    limit ${most}`);
  const pointers = rows.map((row) => ({ commitId: row.commit_id, entryIndex: row.entry_index }));
  const found = await entriesAt(db, [...also, ...pointers]);
  return found
    .flatMap((one) => (one ? [{ entry: read(one.bytes), position: one.position }] : []))
    .sort((a, b) => place(a) - place(b) || (a.entry.at < b.entry.at ? -1 : 1));
}

function place({ position }: { position: number | null }): number {
  return position ?? Number.MAX_SAFE_INTEGER;
}

function read(bytes: Uint8Array): Entry {
  const decoded = decodeEntry(bytes);
  if (!decoded.ok) throw new Error(`an entry cannot be read: ${decoded.because}`);
  return decoded.entry;
}
