import type { AnswerOf } from '../../../contract/endpoint.ts';
import type * as contract from '../../../contract/reviews.ts';
import type { Person } from '../../../core/access/actor.ts';
import { canStillUndo } from '../../../core/reviews/lease.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { decodeCursor, pageOf } from '../../../platform/page.ts';

type MyVerdict = AnswerOf<typeof contract.listMyVerdicts>['items'][number];

type VerdictRow = {
  verdict_id: string;
  task_id: string;
  decision_id: string;
  kind: MyVerdict['kind'];
  given_at: Date;
  withdrawn_at: Date | null;
  use_case_name: string;
  effect_at: Date | null;
};

/** What the person judged, newest first; the ids carry the time. */
export async function listMyVerdicts(
  db: Db,
  { personId }: Person,
  query: { cursor?: string; limit?: number },
  at: Date,
): Promise<AnswerOf<typeof contract.listMyVerdicts>> {
  const limit = query.limit ?? 50;
  const [before] = decodeCursor(query.cursor, ['uuid']) ?? [null];
  const rows = await db.rows<VerdictRow>(sql`
    select verdict_id, verdict.task_id, verdict.decision_id, kind, given_at, withdrawn_at,
      use_case.name as use_case_name,
      -- The window belongs to the judgement the task waits on, which is that of its last slot.
      case when withdrawn_at is null and not exists (
        select from slot where slot.task_id = verdict.task_id and slot.slot_number > verdict.slot_number
      ) then effect_at end as effect_at
    from verdict
    join task on task.task_id = verdict.task_id
    join use_case on use_case.use_case_id = task.use_case_id
    where reviewer_id = ${personId} and (${before}::uuid is null or verdict_id < ${before}::uuid)
    order by verdict_id desc
    limit ${limit + 1}`);
  return pageOf(rows, limit, { keys: (row) => [row.verdict_id], item: (row) => asMine(row, at) });
}

function asMine(row: VerdictRow, at: Date): MyVerdict {
  const open = row.effect_at !== null && canStillUndo(row.effect_at.getTime(), at.getTime());
  return {
    verdictId: row.verdict_id,
    taskId: row.task_id,
    decisionId: row.decision_id,
    kind: row.kind,
    givenAt: row.given_at.toISOString(),
    undoUntil: open ? (row.effect_at?.toISOString() ?? null) : null,
    useCaseName: row.use_case_name,
    withdrawn: row.withdrawn_at !== null,
  };
}
