import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';

/** A commit that has its place in the log: its entries in bundle form, and the length of each in two bytes. */
export type PlacedCommit = { position: number; entries: Buffer; lengths: Buffer };

/** The commits that hold the entries at `from` (included) to `to` (excluded), in order; the first may begin before. */
export function selectPlacedCommits(db: Db, from: number, to: number): Promise<PlacedCommit[]> {
  return db.rows({
    name: 'ledger-placed-commits',
    ...sql`
      select position, entries, lengths
      from ledger_commit
      where position < ${to}
        and position >= (
          select coalesce(max(position), 0)
          from ledger_commit
          where position <= ${from})
        and position + entry_count > ${from}
      order by position`,
  });
}
