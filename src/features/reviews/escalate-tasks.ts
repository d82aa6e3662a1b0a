import { stepTask } from '../../core/reviews/task-life.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { appendEntries } from '../ledger/append-entries.ts';

export type Escalation = { taskId: string; dueAt: Date };

type Escalated = {
  task_id: string;
  decision_id: string;
  use_case_id: string;
  purpose: string;
  claimed: boolean;
};

/**
 * Gives open tasks of reviewers to experts, with a due time of their own, out of the hands they are in. Judgements that
 * were given stay and count. Answers the tasks that experts have now, those they had before among them; one that is
 * judged or has ended is left alone, because verdicts beat a time-out.
 */
export async function escalateTasks(
  tx: Tx,
  at: Date,
  escalations: readonly Escalation[],
): Promise<ReadonlySet<string>> {
  if (escalations.length === 0) return new Set();
  const step = stepTask('open', 'escalate');
  if (!step.ok) throw new Error(`an open task refuses to be escalated: ${step.because}`);
  const taskIds = escalations.map(({ taskId }) => taskId);
  // Locked in the order of their ids, so that two who escalate never wait for each other.
  const open = await tx.rows<{ task_id: string; tier: number }>(sql`
    select task_id, tier from task
    where task_id = any(${taskIds}::uuid[]) and state = 'open'
    order by task_id
    for no key update`);
  const waiting = new Set(open.flatMap((task) => (task.tier === 1 ? task.task_id : [])));
  const rows = await handOver(
    tx,
    at,
    escalations.filter(({ taskId }) => waiting.has(taskId)),
  );
  await appendEntries(
    tx,
    at,
    rows.map((row) => ({
      kind: 'task.escalated',
      actor: { kind: 'system', duty: 'time-out' },
      about: { decision: row.decision_id, task: row.task_id, useCase: row.use_case_id },
      facts: { purpose: row.purpose, tier: 2, claimed: row.claimed },
    })),
  );
  return new Set(open.map((task) => task.task_id));
}

async function handOver(tx: Tx, at: Date, escalations: readonly Escalation[]): Promise<Escalated[]> {
  if (escalations.length === 0) return [];
  const taskIds = escalations.map(({ taskId }) => taskId);
  const rows = await tx.rows<Escalated>(sql`
    update task set tier = 2, due_at = given.due_at, escalated_at = ${at}
    from unnest(${taskIds}::uuid[], ${escalations.map(({ dueAt }) => dueAt)}::timestamptz[]) as given (task_id, due_at)
    where task.task_id = given.task_id
    returning task.task_id, decision_id, use_case_id, purpose,
      exists (select from lease where lease.task_id = task.task_id and expires_at > ${at}) as claimed`);
  await tx.run(sql`delete from lease where task_id = any(${taskIds}::uuid[])`);
  await tx.run(sql`
    update slot set tier = 2, state = 'open', parked_until = null, parked_by = null
    where task_id = any(${taskIds}::uuid[]) and state <> 'judged'`);
  return rows;
}
