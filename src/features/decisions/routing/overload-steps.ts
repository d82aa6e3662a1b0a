import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';

/** Steps of overload taken, by use case; those of a policy that was replaced have ended with it. */
export async function overloadSteps(db: Db): Promise<Map<string, number>> {
  const rows = await db.rows<{ use_case_id: string; steps: number }>(sql`
    select overload_state.use_case_id, steps
    from overload_state
    join policy_version using (policy_version_id)
    where policy_version.state = 'published'`);
  return new Map(rows.map((row) => [row.use_case_id, row.steps]));
}
