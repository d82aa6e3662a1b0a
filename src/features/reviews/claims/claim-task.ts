import type { Person } from '../../../core/access/actor.ts';
import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import {
  claimedSlot,
  freeSlot,
  liveLease,
  lockTask,
  parkedSlot,
  type SlotNow,
  type TaskNow,
} from '../tasks/read-task.ts';
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

/** Claims a slot of a given task. Who holds one already gets the same claim again; who parked one takes it up again. */
export async function claimTask({ db }: Deps, person: Person, taskId: string, at: Date) {
  const held = await db.atomically(async (tx) => {
    await lockReviewer(tx, person);
    const task = await lockTask(tx, taskId);
    refuseUnclaimable(task, person, at);
    const mine = claimedSlot(task, person, at);
    const lease = mine && liveLease(mine, at);
    if (lease) return { taskId, slotNumber: mine.slotNumber, ...lease };
    const slot = parkedSlot(task, person) ?? freeSlot(task, at);
    if (!slot) throw new Error(`task ${taskId} may be claimed and has no free slot`);
    return take(tx, { task, slot }, person, at);
  });
  return oneClaim(db, person, held);
}

async function take(
  tx: Tx,
  { task, slot }: { task: TaskNow; slot: SlotNow },
  person: Person,
  at: Date,
): Promise<HeldTask> {
  const already = await heldTasks(tx, person, at);
  if (already.length >= mostHeld) throw handsFull(already);
  const { slotNumber } = slot;
  if (slot.parkedBy) {
    await tx.run(sql`
      update slot set state = 'open', parked_until = null, parked_by = null
      where task_id = ${task.taskId} and slot_number = ${slotNumber}`);
  }
  const held = await grantLease(tx, { task, slotNumber }, person, at);
  await appendEntries(
    tx,
    at,
    claimedEntries({ ...task, slotNumber }, { person, takenOver: slot.lease !== null }),
  );
  return held;
}
