import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';

/** Qualifications that enabled people hold, by name. */
export async function listQualifications(db: Db): Promise<{ qualification: string; people: number }[]> {
  return db.rows<{ qualification: string; people: number }>(sql`
    select qualification, count(*)::integer as people
    from person cross join unnest(qualifications) as held (qualification)
    where disabled_at is null
    group by qualification
    order by qualification`);
}
