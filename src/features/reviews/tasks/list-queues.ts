import type { AnswerOf } from '../../../contract/endpoint.ts';
import type * as contract from '../../../contract/reviews.ts';
import type { Person } from '../../../core/access/actor.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';

type Queues = AnswerOf<typeof contract.listQueues>['items'];

/** Screens ask every few seconds, each for itself; counting 100,000 open tasks takes some 20 ms of a core. */
const freshMs = 1000;

/** Answers what waits for people, counted at most once a second per process, whoever asks. */
export function openQueueList(db: Db): (at: Date) => Promise<Queues> {
  let last: { atMs: number; queues: Promise<Queues> } | null = null;
  return (at) => {
    const atMs = at.getTime();
    if (last && Math.abs(atMs - last.atMs) < freshMs) return last.queues;
    const queues = countQueues(db, at);
    last = { atMs, queues };
    queues.catch(() => {
      if (last?.queues === queues) last = null;
    });
    return queues;
  };
}

export async function countHeld(db: Db, { personId }: Person, at: Date): Promise<number> {
  const row = await db.row<{ held: number }>(sql`
    select count(*)::integer as held from lease where reviewer_id = ${personId} and expires_at > ${at}`);
  return row?.held ?? 0;
}

type QueueRow = {
  use_case_id: string;
  name: string;
  tier: number;
  open: number;
  claimed: number;
  oldest_opened_at: Date | null;
  next_due_at: Date | null;
  overdue: number;
  unqualified: Queues[number]['unqualified'];
};

/** Every use case in use has its first queue, also an empty one; others show while something is in them. */
async function countQueues(db: Db, at: Date): Promise<Queues> {
  const rows = await db.rows<QueueRow>(sql`
    with waiting as (
      select use_case_id, tier, count(*)::integer as open, min(opened_at) as oldest_opened_at,
        min(due_at) as next_due_at, count(*) filter (where due_at <= ${at})::integer as overdue
      from task
      where state = 'open'
      group by use_case_id, tier),
    held as (
      select use_case_id, tier, count(distinct lease.task_id)::integer as claimed
      from lease join task on task.task_id = lease.task_id
      where expires_at > ${at} and state = 'open'
      group by use_case_id, tier),
    asking as (
      select use_case_id, tier, qualification, count(*)::integer as open
      from task
      where state = 'open' and qualification is not null
      group by use_case_id, tier, qualification),
    stuck as (
      select use_case_id, tier,
        json_agg(json_build_object('qualification', qualification, 'open', open) order by qualification) as unqualified
      from asking
      where not exists (
        select from person
        where disabled_at is null and qualification = any(qualifications)
          and (roles && array['expert'] or tier = 1 and roles && array['reviewer']))
      group by use_case_id, tier)
    select use_case.use_case_id, use_case.name, lane.tier, coalesce(open, 0) as open, coalesce(claimed, 0) as claimed,
      oldest_opened_at, next_due_at, coalesce(overdue, 0) as overdue, coalesce(unqualified, '[]') as unqualified
    from use_case
    cross join (values (1::smallint), (2::smallint)) as lane (tier)
    left join waiting on waiting.use_case_id = use_case.use_case_id and waiting.tier = lane.tier
    left join held on held.use_case_id = use_case.use_case_id and held.tier = lane.tier
    left join stuck on stuck.use_case_id = use_case.use_case_id and stuck.tier = lane.tier
    where open > 0 or (lane.tier = 1 and archived_at is null)
    order by use_case.name, use_case.use_case_id, lane.tier`);
  return rows.map((row) => ({
    useCaseId: row.use_case_id,
    useCaseName: row.name,
    tier: row.tier,
    open: row.open,
    claimed: row.claimed,
    oldestOpenedAt: row.oldest_opened_at?.toISOString() ?? null,
    nextDueAt: row.next_due_at?.toISOString() ?? null,
    overdue: row.overdue,
    unqualified: row.unqualified,
  }));
}
