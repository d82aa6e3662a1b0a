import type { Database } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';

/** Keeps every checkpoint of the last hour, and of earlier hours the last one each. Answers how many went. */
export function thinOutCheckpoints(db: Database, at: Date): Promise<number> {
  const hourAgo = new Date(at.getTime() - 3_600_000);
  return db.run(sql`
    delete from ledger_checkpoint
    where signed_at < ${hourAgo}
      and size not in (select max(size) from ledger_checkpoint group by date_trunc('hour', signed_at))`);
}
