import type { Db } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';

/** Tasks that wait for people, per use case and tier; an index-only scan of what is open. */
export async function openTaskGauges(db: Db) {
  const rows = await db.rows<{ slug: string; tier: number; total: number; oldest_seconds: number }>(sql`
    select slug, tier, count(*) as total,
      greatest(0, extract(epoch from clock_timestamp() - min(opened_at)))::float8 as oldest_seconds
    from task
    join use_case using (use_case_id)
    where state = 'open'
    group by slug, tier
    order by slug, tier`);
  return rows.flatMap(({ slug, tier, total, oldest_seconds }) => {
    const labels = { use_case: slug, tier: String(tier) };
    return [
      { name: 'steerhouse_open_tasks', help: 'Tasks that wait for people.', labels, value: total },
      {
        name: 'steerhouse_open_tasks_oldest_seconds',
        help: 'Age of the oldest task that waits for people.',
        labels,
        value: oldest_seconds,
      },
    ];
  });
}
