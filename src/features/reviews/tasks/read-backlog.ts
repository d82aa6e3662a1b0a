import type { Tier } from '../../../core/reviews/resolve.ts';
import type { Db } from '../../../db/database.ts';

/** What waits for people at one tier: open tasks, and by how much the one due first is overdue (0: none is). */
export type TierBacklog = { tier: Tier; backlog: number; overdueSeconds: number };

/**
 * The open tasks of use cases; both tiers of each, also empty ones. Some 20 ms of a core for 100,000 of them, by an
 * index alone: for duties and for what looks once a second, never for each decision.
 */
export async function readBacklog(
  db: Db,
  useCaseIds: readonly string[],
  at: Date,
): Promise<Map<string, readonly TierBacklog[]>> {
  const rows = await db.rows<{ use_case_id: string; tier: Tier; backlog: number; overdue_seconds: number }>({
    name: 'read-backlog',
    text: `select wanted.use_case_id, lane.tier, count(task.task_id)::integer as backlog,
        greatest(0, floor(extract(epoch from $2::timestamptz - min(due_at))))::integer as overdue_seconds
      from unnest($1::uuid[]) as wanted (use_case_id)
      cross join (values (1::smallint), (2::smallint)) as lane (tier)
      left join task
        on task.use_case_id = wanted.use_case_id and task.tier = lane.tier and task.state = 'open'
      group by wanted.use_case_id, lane.tier
      order by wanted.use_case_id, lane.tier`,
    values: [useCaseIds, at],
  });
  return Map.groupBy(
    rows.map((row) => ({
      useCaseId: row.use_case_id,
      tier: row.tier,
      backlog: row.backlog,
      overdueSeconds: row.overdue_seconds,
    })),
    (row) => row.useCaseId,
  );
}
