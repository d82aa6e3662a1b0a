import type { Db } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import type { EntryPointer } from '../ledger/append-entries.ts';

/** Where the entry of a recorded decision stands; its row carries the pointer, no index repeats it. */
export async function recordedAt(db: Db, decisionId: string): Promise<EntryPointer[]> {
  const row = await db.row<{ commit_id: string; entry_index: number }>(sql`
    select commit_id, entry_index from decision where decision_id = ${decisionId}`);
  return row ? [{ commitId: row.commit_id, entryIndex: row.entry_index }] : [];
}
