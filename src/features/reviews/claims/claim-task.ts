import type { Person } from '../../../core/access/actor.ts';
import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import { liveLease, lockTask, type TaskNow } from '../tasks/read-task.ts';
import {
  claimedEntries,
  grantLease,
  type HeldTask,
  handsFull,
  heldTasks,
  lockReviewer,
  mostHeld,
} from './grant-lease.ts';
import { oneClaim } from './list-claims.ts';
import { refuseUnclaimable } from './refuse-claim.ts';

/** Claims a given task. Who holds it already gets the same claim again; who parked it takes it up again. */
export async function claimTask({ db }: Deps, person: Person, taskId: string, at: Date) {
  const held = await db.atomically(async (tx) => {
    await lockReviewer(tx, person);
    const task = await lockTask(tx, taskId);
    refuseUnclaimable(task, person, at);
    const mine = liveLease(task, at);
    if (mine) return { taskId, slotNumber: task.slotNumber, ...mine };
    return take(tx, task, person, at);
  });
  return oneClaim(db, person, held);
}

async function take(tx: Tx, task: TaskNow, person: Person, at: Date): Promise<HeldTask> {
  const already = await heldTasks(tx, person, at);
  if (already.length >= mostHeld) throw handsFull(already);
  if (task.parkedBy) {
    await tx.run(sql`
      update slot set state = 'open', parked_until = null, parked_by = null
      where task_id = ${task.taskId} and slot_number = ${task.slotNumber}`);
  }
  const held = await grantLease(tx, task, person, at);
  await appendEntries(tx, at, claimedEntries(task, { person, takenOver: task.lease !== null }));
  return held;
}
