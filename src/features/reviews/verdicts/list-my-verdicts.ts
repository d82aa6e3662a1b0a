import type { AnswerOf } from '../../../contract/endpoint.ts';
import type * as contract from '../../../contract/reviews.ts';
import type { Person } from '../../../core/access/actor.ts';
import { hiddenFrom, toldKind } from '../../../core/reviews/blind.ts';
import { canStillUndo } from '../../../core/reviews/lease.ts';
import type { VerdictKind } from '../../../core/reviews/resolve.ts';
import type { TaskState } from '../../../core/reviews/task-life.ts';
import type { OutputKind } from '../../../core/use-cases/use-case.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { decodeCursor, pageOf } from '../../../platform/page.ts';

type MyVerdict = AnswerOf<typeof contract.listMyVerdicts>['items'][number];

type VerdictRow = {
  verdict_id: string;
  task_id: string;
  decision_id: string;
  kind: VerdictKind;
  given_at: Date;
  withdrawn_at: Date | null;
  use_case_name: string;
  output_kind: OutputKind;
  blind: boolean;
  task_state: TaskState;
  undo_until: Date | null;
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
    select verdict_id, verdict.task_id, verdict.decision_id, verdict.kind, given_at, withdrawn_at,
      use_case.name as use_case_name, use_case.output_kind, task.blind, task.state as task_state,
      -- A later round is on when the verdicts of this one have had their effect.
      case when withdrawn_at is null and task.state in ('open', 'judged') and not exists (
        select from slot later where later.task_id = verdict.task_id and later.round > slot.round
      ) then undo_until end as undo_until
    from verdict
    join slot on slot.task_id = verdict.task_id and slot.slot_number = verdict.slot_number
    join task on task.task_id = verdict.task_id
    join use_case on use_case.use_case_id = task.use_case_id
    where reviewer_id = ${personId} and (${before}::uuid is null or verdict_id < ${before}::uuid)
    order by verdict_id desc
    limit ${limit + 1}`);
  return pageOf(rows, limit, { keys: (row) => [row.verdict_id], item: (row) => asMine(row, at) });
}

function asMine(row: VerdictRow, at: Date): MyVerdict {
  const open = row.undo_until !== null && canStillUndo(row.undo_until.getTime(), at.getTime());
  const outputHidden = hiddenFrom({ blind: row.blind, outputKind: row.output_kind }).output;
  const ended = row.task_state === 'resolved' || row.task_state === 'cancelled';
  return {
    verdictId: row.verdict_id,
    taskId: row.task_id,
    decisionId: row.decision_id,
    kind: toldKind(row.kind, { outputHidden, ended }),
    givenAt: row.given_at.toISOString(),
    undoUntil: open ? (row.undo_until?.toISOString() ?? null) : null,
    useCaseName: row.use_case_name,
    withdrawn: row.withdrawn_at !== null,
  };
}
