import type { Person } from '../../../core/access/actor.ts';
import { may } from '../../../core/access/actor.ts';
import { leaseIsOver } from '../../../core/reviews/lease.ts';
import type { Tier, VerdictKind } from '../../../core/reviews/resolve.ts';
import type { TaskPurpose, TaskState } from '../../../core/reviews/task-life.ts';
import type { Standing } from '../../../core/reviews/what-next.ts';
import type { Db, Tx } from '../../../db/database.ts';
import { Refusal } from '../../../platform/refusal.ts';

/** A verdict that was not withdrawn. */
export type StandingVerdict = {
  verdictId: string;
  slotNumber: number;
  tier: Tier;
  kind: VerdictKind;
  reviewerId: string;
  reviewerName: string;
  simulated: boolean;
  claimToken: string;
  comment: string | null;
  givenAt: Date;
};

export type Lease = {
  reviewerId: string;
  reviewerName: string;
  claimToken: string;
  claimedAt: Date;
  expiresAt: Date;
};

/** A task as it stands. Rounds have one judgement each, so its last slot is the one that counts. */
export type TaskNow = {
  taskId: string;
  decisionId: string;
  useCaseId: string;
  purpose: TaskPurpose;
  state: TaskState;
  openedAt: Date;
  effectAt: Date | null;
  undoSeconds: number;
  leaseSeconds: number;
  slotNumber: number;
  tier: Tier;
  parkedBy: { reviewerId: string; reviewerName: string } | null;
  /** May have run out without having been swept away yet. */
  lease: Lease | null;
  /** In the order of their slots. */
  verdicts: readonly StandingVerdict[];
};

/** Locks the task for a change and reads it. Every command locks the task first, so that none waits in a circle. */
export async function lockTask(tx: Tx, taskId: string): Promise<TaskNow> {
  await tx.run({
    name: 'lock-task',
    text: 'select from task where task_id = $1 for no key update',
    values: [taskId],
  });
  return readTask(tx, taskId);
}

export async function readTask(db: Db, taskId: string): Promise<TaskNow> {
  const row = await db.row<TaskRow>({ name: 'read-task', text: taskText, values: [taskId] });
  if (!row) throw new Refusal('not-found', 'task.unknown', `There is no task ${taskId}.`);
  return asTask(row, row.has_verdicts ? await standingVerdicts(db, [taskId]) : []);
}

/** The standing verdicts of tasks, by task and slot. */
export async function standingVerdicts(
  db: Db,
  taskIds: readonly string[],
): Promise<(StandingVerdict & { taskId: string })[]> {
  if (taskIds.length === 0) return [];
  const rows = await db.rows<VerdictRow>({ name: 'standing-verdicts', text: verdictText, values: [taskIds] });
  return rows.map((row) => ({
    taskId: row.task_id,
    verdictId: row.verdict_id,
    slotNumber: row.slot_number,
    tier: row.tier,
    kind: row.kind,
    reviewerId: row.reviewer_id,
    reviewerName: row.reviewer_name,
    simulated: row.simulated,
    claimToken: row.claim_token,
    comment: row.comment,
    givenAt: row.given_at,
  }));
}

/** Who the person is to the task right now. */
export function standingOf(task: TaskNow, person: Person, at: Date): Standing {
  if (task.tier === 2 && !may(person, 'tasks:judge-expert')) return 'bystander';
  if (task.verdicts.some((verdict) => verdict.reviewerId === person.personId)) return 'judge';
  if (task.parkedBy) return task.parkedBy.reviewerId === person.personId ? 'parker' : 'latecomer';
  const lease = liveLease(task, at);
  if (lease) return lease.reviewerId === person.personId ? 'holder' : 'latecomer';
  return 'candidate';
}

export function liveLease({ lease }: TaskNow, at: Date): Lease | null {
  return lease && !leaseIsOver(lease.expiresAt.getTime(), at.getTime()) ? lease : null;
}

/** The verdict the task waits to take effect, or that took effect. */
export function verdictOfSlot({ verdicts, slotNumber }: TaskNow): StandingVerdict | null {
  return verdicts.find((verdict) => verdict.slotNumber === slotNumber) ?? null;
}

const taskText = `select task.task_id, task.decision_id, task.use_case_id, task.purpose, task.state, task.opened_at,
    task.effect_at, use_case.undo_seconds, use_case.lease_seconds, slot.slot_number, slot.tier,
    slot.slot_number > 1 or slot.state = 'judged' as has_verdicts, slot.parked_by, parker.name as parker_name, lease.reviewer_id, holder.name as holder_name, lease.claim_token, lease.claimed_at,
    lease.expires_at
  from task
  join use_case on use_case.use_case_id = task.use_case_id
  join lateral (
    select slot_number, tier, state, parked_by from slot where slot.task_id = task.task_id order by slot_number desc limit 1
  ) slot on true
  left join lease on lease.task_id = task.task_id and lease.slot_number = slot.slot_number
  left join person holder on holder.person_id = lease.reviewer_id
  left join person parker on parker.person_id = slot.parked_by
  where task.task_id = $1`;

const verdictText = `select verdict.task_id, verdict_id, verdict.slot_number, slot.tier, verdict.kind, reviewer_id,
    person.name as reviewer_name, person.simulated, claim_token, comment, given_at
  from verdict
  join slot on slot.task_id = verdict.task_id and slot.slot_number = verdict.slot_number
  join person on person.person_id = reviewer_id
  where verdict.task_id = any($1::uuid[]) and withdrawn_at is null
  order by verdict.task_id, verdict.slot_number`;

type TaskRow = {
  task_id: string;
  decision_id: string;
  use_case_id: string;
  purpose: TaskPurpose;
  state: TaskState;
  opened_at: Date;
  effect_at: Date | null;
  undo_seconds: number;
  lease_seconds: number;
  slot_number: number;
  tier: Tier;
  has_verdicts: boolean;
  parked_by: string | null;
  parker_name: string | null;
} & (
  | { reviewer_id: null }
  | { reviewer_id: string; holder_name: string; claim_token: string; claimed_at: Date; expires_at: Date }
);

type VerdictRow = {
  task_id: string;
  verdict_id: string;
  slot_number: number;
  tier: Tier;
  kind: VerdictKind;
  reviewer_id: string;
  reviewer_name: string;
  simulated: boolean;
  claim_token: string;
  comment: string | null;
  given_at: Date;
};

function asTask(row: TaskRow, verdicts: readonly StandingVerdict[]): TaskNow {
  return {
    taskId: row.task_id,
    decisionId: row.decision_id,
    useCaseId: row.use_case_id,
    purpose: row.purpose,
    state: row.state,
    openedAt: row.opened_at,
    effectAt: row.effect_at,
    undoSeconds: row.undo_seconds,
    leaseSeconds: row.lease_seconds,
    slotNumber: row.slot_number,
    tier: row.tier,
    parkedBy:
      row.parked_by === null ? null : { reviewerId: row.parked_by, reviewerName: row.parker_name ?? '' },
    lease: asLease(row),
    verdicts,
  };
}

function asLease(row: TaskRow): Lease | null {
  if (row.reviewer_id === null) return null;
  return {
    reviewerId: row.reviewer_id,
    reviewerName: row.holder_name,
    claimToken: row.claim_token,
    claimedAt: row.claimed_at,
    expiresAt: row.expires_at,
  };
}
