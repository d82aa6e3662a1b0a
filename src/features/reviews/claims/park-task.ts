import type { BodyOf } from '../../../contract/endpoint.ts';
import type * as contract from '../../../contract/reviews.ts';
import type { Person } from '../../../core/access/actor.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import { lockTask } from '../tasks/read-task.ts';
import { heldLease } from './refuse-claim.ts';

/** Longer, and a parked task is a forgotten one. */
const longestParkMs = 7 * 24 * 60 * 60 * 1000;

type Park = { taskId: string } & BodyOf<typeof contract.parkTask>;

/** Puts a claimed task aside until a time, e.g. while information is awaited. Its due time does not move. */
export async function parkTask(
  { db }: Deps,
  person: Person,
  { taskId, claimToken, until, note }: Park,
  at: Date,
): Promise<undefined> {
  const parkedUntil = new Date(until);
  refuseTime(parkedUntil, at);
  await db.atomically(async (tx) => {
    const task = await lockTask(tx, taskId);
    const { slotNumber } = heldLease(task, person, claimToken, at);
    await tx.run(sql`delete from lease where claim_token = ${claimToken}`);
    await tx.run(sql`
      update slot
      set state = 'parked', parked_until = ${parkedUntil}, parked_by = ${person.personId}, park_note = ${note ?? null}
      where task_id = ${taskId} and slot_number = ${slotNumber}`);
    await appendEntries(tx, at, [
      {
        kind: 'task.parked',
        actor: person,
        about: { decision: task.decisionId, task: taskId },
        facts: { until: parkedUntil.toISOString() },
      },
    ]);
  });
}

function refuseTime(until: Date, at: Date): void {
  const ms = until.getTime() - at.getTime();
  if (ms > longestParkMs) {
    throw new Refusal('unprocessable', 'park.too-long', 'A task can be parked for seven days at most.', {
      todo: 'Choose an earlier time; you can park it again then.',
    });
  }
  if (!(ms > 0)) {
    throw new Refusal('unprocessable', 'park.past', 'The time to park until has passed already.', {
      todo: 'Choose a later time, or release the task.',
    });
  }
}
