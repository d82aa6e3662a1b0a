import { randomUUID } from 'node:crypto';
import type { Person } from '../../../core/access/actor.ts';
import { leaseEndMs } from '../../../core/reviews/lease.ts';
import type { Db, Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { NewEntry } from '../../ledger/append-entries.ts';
import type { TaskNow } from '../tasks/read-task.ts';

/** A claim without what it is on. */
export type HeldTask = {
  taskId: string;
  slotNumber: number;
  claimToken: string;
  claimedAt: Date;
  expiresAt: Date;
};

export type HeldLaneTask = HeldTask & { useCaseId: string; tier: number };

/** One on the screen, one fetched ahead. More would keep urgent work from everybody else. */
export const mostHeld = 2;

/**
 * Holds off the person's other claims, so that two requests at once can neither both take the last hand nor two slots
 * of one task.
 */
export async function lockReviewer(tx: Tx, { personId }: Person): Promise<void> {
  await tx.run({
    name: 'lock-reviewer',
    text: 'select from person where person_id = $1 for no key update',
    values: [personId],
  });
}

/** What the person holds, the oldest claim first. */
export async function heldTasks(db: Db, { personId }: Person, at: Date): Promise<HeldLaneTask[]> {
  const rows = await db.rows<{
    task_id: string;
    slot_number: number;
    claim_token: string;
    claimed_at: Date;
    expires_at: Date;
    use_case_id: string;
    tier: number;
  }>({
    name: 'held-tasks',
    text: `select lease.task_id, slot_number, claim_token, claimed_at, expires_at, use_case_id, tier
      from lease join task on task.task_id = lease.task_id
      where reviewer_id = $1 and expires_at > $2
      order by claimed_at, lease.task_id`,
    values: [personId, at],
  });
  return rows.map((row) => ({
    taskId: row.task_id,
    slotNumber: row.slot_number,
    claimToken: row.claim_token,
    claimedAt: row.claimed_at,
    expiresAt: row.expires_at,
    useCaseId: row.use_case_id,
    tier: row.tier,
  }));
}

export function handsFull(held: readonly HeldTask[]): Refusal {
  return new Refusal('conflict', 'claim.hands-full', `You hold ${held.length} tasks already.`, {
    todo: 'Judge, park or release one of them first.',
    facts: { taskIds: held.map((one) => one.taskId) },
  });
}

/** Gives a slot that nobody holds, of a locked task, to the person; a lease that ran out is taken over. */
export async function grantLease(
  tx: Tx,
  { task, slotNumber }: { task: TaskNow; slotNumber: number },
  person: Person,
  at: Date,
): Promise<HeldTask> {
  const lease: HeldTask = {
    taskId: task.taskId,
    slotNumber,
    claimToken: randomUUID(),
    claimedAt: at,
    expiresAt: new Date(leaseEndMs(at.getTime(), task.leaseSeconds)),
  };
  const granted = await tx.run(sql`
    insert into lease (task_id, slot_number, reviewer_id, claim_token, claimed_at, expires_at)
    values (${task.taskId}, ${slotNumber}, ${person.personId}, ${lease.claimToken}, ${at}, ${lease.expiresAt})
    on conflict (task_id, slot_number) do update
      set reviewer_id = excluded.reviewer_id, claim_token = excluded.claim_token, claimed_at = excluded.claimed_at,
        expires_at = excluded.expires_at
      where lease.expires_at <= ${at}`);
  if (granted === 1) return lease;
  // A heartbeat on a slow line reached the lease that had run out before we did.
  throw new Refusal('conflict', 'task.claimed-by-another', 'Somebody else has this task now.');
}

/** A claim in the ledger, behind the end of the lease it takes over. */
export function claimedEntries(
  task: { taskId: string; decisionId: string; slotNumber: number; tier: number },
  { person, takenOver }: { person: Person; takenOver: boolean },
): NewEntry[] {
  const claimed: NewEntry = {
    kind: 'task.claimed',
    actor: person,
    about: { decision: task.decisionId, task: task.taskId },
    facts: { simulated: person.simulated, slot: task.slotNumber, tier: task.tier },
  };
  return takenOver ? [releasedEntry(task, leaseExpired), claimed] : [claimed];
}

export const leaseExpired = {
  actor: { kind: 'system', duty: 'expire-leases' },
  reason: 'lease-expired',
} as const;

export function releasedEntry(
  task: { taskId: string; decisionId: string },
  { actor, reason }: { actor: NewEntry['actor']; reason: string },
): NewEntry {
  return {
    kind: 'task.released',
    actor,
    about: { decision: task.decisionId, task: task.taskId },
    facts: { reason },
  };
}
