import type { Person } from '../../../core/access/actor.ts';
import type { Deps } from '../../../platform/deps.ts';
import { readTask } from '../tasks/read-task.ts';
import { staleClaim } from './refuse-claim.ts';

/** Extends a live claim by a whole lease. Touches the lease's row alone: it is the most frequent thing reviewers do. */
export async function heartbeat(
  { db }: Deps,
  person: Person,
  { taskId, claimToken }: { taskId: string; claimToken: string },
  at: Date,
) {
  const row = await db.row<{ expires_at: Date }>({
    name: 'heartbeat',
    text: `update lease
      set expires_at = $4::timestamptz + lease_seconds * interval '1 second'
      from task join use_case on use_case.use_case_id = task.use_case_id
      where task.task_id = lease.task_id and lease.task_id = $1 and claim_token = $2 and reviewer_id = $3
        and expires_at > $4::timestamptz
      returning expires_at`,
    values: [taskId, claimToken, person.personId, at],
  });
  if (row) return { expiresAt: row.expires_at.toISOString() };
  throw staleClaim(await readTask(db, taskId), person, at);
}
