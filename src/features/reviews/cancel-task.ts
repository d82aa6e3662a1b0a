import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { appendEntries } from '../ledger/append-entries.ts';

/**
 * Cancels an open task whose decision no longer waits for people, and takes it out of the hands it is in. Answers false
 * for a task that is judged or has ended: a verdict beats a time-out, also while it can still be undone.
 */
export async function cancelTask(
  tx: Tx,
  at: Date,
  { taskId, because }: { taskId: string; because: string },
): Promise<boolean> {
  const task = await tx.row<{ decision_id: string; use_case_id: string; purpose: string }>(sql`
    update task set state = 'cancelled'
    where task_id = ${taskId} and state = 'open'
    returning decision_id, use_case_id, purpose`);
  if (!task) return false;
  await tx.run(sql`delete from lease where task_id = ${taskId}`);
  await tx.run(sql`
    update slot set state = 'open', parked_until = null, parked_by = null
    where task_id = ${taskId} and state = 'parked'`);
  await appendEntries(tx, at, [
    {
      kind: 'task.cancelled',
      actor: { kind: 'system', duty: 'cancel-task' },
      about: { decision: task.decision_id, task: taskId, useCase: task.use_case_id },
      facts: { because, purpose: task.purpose },
    },
  ]);
  return true;
}
