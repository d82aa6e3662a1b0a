import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { appendEntries } from '../ledger/append-entries.ts';

/**
 * Cancels open tasks whose decisions no longer wait for people, and takes them out of the hands they are in. Answers
 * those it has cancelled: one that is judged or has ended stays, because a verdict beats a time-out, also while it can
 * still be undone.
 */
export async function cancelTasks(
  tx: Tx,
  at: Date,
  { taskIds, because }: { taskIds: readonly string[]; because: string },
): Promise<ReadonlySet<string>> {
  if (taskIds.length === 0) return new Set();
  // Locked in the order of their ids, so that two who cancel never wait for each other.
  const tasks = await tx.rows<{
    task_id: string;
    decision_id: string;
    use_case_id: string;
    purpose: string;
  }>(sql`
    with given as (
      select task_id from task
      where task_id = any(${taskIds}::uuid[]) and state = 'open'
      order by task_id
      for no key update)
    update task set state = 'cancelled'
    from given
    where task.task_id = given.task_id
    returning task.task_id, decision_id, use_case_id, purpose`);
  const cancelled = tasks.map((task) => task.task_id);
  if (cancelled.length === 0) return new Set();
  await tx.run(sql`delete from lease where task_id = any(${cancelled}::uuid[])`);
  await tx.run(sql`
    update slot set state = 'open', parked_until = null, parked_by = null
    where task_id = any(${cancelled}::uuid[]) and state = 'parked'`);
  await appendEntries(
    tx,
    at,
    tasks.map((task) => ({
      kind: 'task.cancelled',
      actor: { kind: 'system', duty: 'cancel-tasks' },
      about: { decision: task.decision_id, task: task.task_id, useCase: task.use_case_id },
      facts: { because, purpose: task.purpose },
    })),
  );
  return new Set(cancelled);
}
