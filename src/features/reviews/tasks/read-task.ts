import type { Person } from '../../../core/access/actor.ts';
import { may } from '../../../core/access/actor.ts';
import { leaseIsOver } from '../../../core/reviews/lease.ts';
import type { Judgements, Tier } from '../../../core/reviews/resolve.ts';
import type { TaskPurpose, TaskState } from '../../../core/reviews/task-life.ts';
import type { Standing } from '../../../core/reviews/what-next.ts';
import type { OutputKind } from '../../../core/use-cases/use-case.ts';
import type { Db, Tx } from '../../../db/database.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { type StandingVerdict, standingVerdicts } from './standing-verdicts.ts';

export type Lease = {
  reviewerId: string;
  reviewerName: string;
  claimToken: string;
  claimedAt: Date;
  expiresAt: Date;
};

/** One required judgement. */
export type SlotNow = {
  slotNumber: number;
  round: number;
  state: 'open' | 'parked' | 'judged';
  parkedBy: { reviewerId: string; reviewerName: string } | null;
  /** May have run out without having been swept away yet. */
  lease: Lease | null;
};

/** A task as it stands. */
export type TaskNow = {
  taskId: string;
  decisionId: string;
  useCaseId: string;
  purpose: TaskPurpose;
  state: TaskState;
  /** Of every slot that is not judged yet. */
  tier: Tier;
  judgements: Judgements;
  blind: boolean;
  qualification: string | null;
  escalatedAt: Date | null;
  openedAt: Date;
  effectAt: Date | null;
  outputKind: OutputKind;
  undoSeconds: number;
  leaseSeconds: number;
  /** The round that is on: slots of earlier ones are judged, and their verdicts have had their effect. */
  round: number;
  /** In the order of their numbers. */
  slots: readonly SlotNow[];
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
  const rows = await db.rows<TaskRow>({ name: 'read-task', text: taskText, values: [taskId] });
  const [first] = rows;
  if (!first) throw new Refusal('not-found', 'task.unknown', `There is no task ${taskId}.`);
  const judged = rows.some((row) => row.slot_state === 'judged');
  return asTask(first, rows, judged ? await standingVerdicts(db, [taskId]) : []);
}

/** Who the person is to the task right now. */
export function standingOf(task: TaskNow, person: Person, at: Date): Standing {
  const { personId } = person;
  if (task.tier === 2 && !may(person, 'tasks:judge-expert')) return 'bystander';
  if (task.qualification !== null && !person.qualifications.includes(task.qualification))
    return 'unqualified';
  const given = task.verdicts.find((verdict) => verdict.reviewerId === personId);
  if (given) return given.round === task.round ? 'judge' : 'earlier-judge';
  if (claimedSlot(task, person, at)) return 'holder';
  if (parkedSlot(task, person)) return 'parker';
  return freeSlot(task, at) ? 'candidate' : 'latecomer';
}

export function liveLease({ lease }: Pick<SlotNow, 'lease'>, at: Date): Lease | null {
  return lease && !leaseIsOver(lease.expiresAt.getTime(), at.getTime()) ? lease : null;
}

/** The slot this person holds. */
export function claimedSlot({ slots }: TaskNow, { personId }: Person, at: Date): SlotNow | undefined {
  return slots.find((slot) => liveLease(slot, at)?.reviewerId === personId);
}

/** The slot this person has parked. */
export function parkedSlot({ slots }: TaskNow, { personId }: Person): SlotNow | undefined {
  return slots.find((slot) => slot.parkedBy?.reviewerId === personId);
}

/** The first slot nobody holds. */
export function freeSlot({ slots }: TaskNow, at: Date): SlotNow | undefined {
  return slots.find((slot) => slot.state === 'open' && !liveLease(slot, at));
}

/** The verdicts that wait to take effect, or that took effect together at last. */
export function verdictsOfRound({ verdicts, round }: TaskNow): readonly StandingVerdict[] {
  return verdicts.filter((verdict) => verdict.round === round);
}

const taskText = `select task.task_id, task.decision_id, task.use_case_id, task.purpose, task.state, task.tier,
    task.least, task.most, task.blind, task.qualification, task.escalated_at, task.opened_at, task.effect_at,
    use_case.output_kind, use_case.undo_seconds, use_case.lease_seconds, slot.slot_number, slot.round,
    slot.state as slot_state, slot.parked_by, parker.name as parker_name, lease.reviewer_id, holder.name as holder_name,
    lease.claim_token, lease.claimed_at, lease.expires_at
  from task
  join use_case on use_case.use_case_id = task.use_case_id
  join slot on slot.task_id = task.task_id
  left join lease on lease.task_id = slot.task_id and lease.slot_number = slot.slot_number
  left join person holder on holder.person_id = lease.reviewer_id
  left join person parker on parker.person_id = slot.parked_by
  where task.task_id = $1
  order by slot.slot_number`;

type TaskRow = SlotRow & {
  task_id: string;
  decision_id: string;
  use_case_id: string;
  purpose: TaskPurpose;
  state: TaskState;
  tier: Tier;
  least: number;
  most: number;
  blind: boolean;
  qualification: string | null;
  escalated_at: Date | null;
  opened_at: Date;
  effect_at: Date | null;
  output_kind: OutputKind;
  undo_seconds: number;
  lease_seconds: number;
};

type SlotRow = {
  slot_number: number;
  round: number;
  slot_state: SlotNow['state'];
  parked_by: string | null;
  parker_name: string | null;
} & (
  | { reviewer_id: null }
  | { reviewer_id: string; holder_name: string; claim_token: string; claimed_at: Date; expires_at: Date }
);

function asTask(row: TaskRow, slots: readonly SlotRow[], verdicts: readonly StandingVerdict[]): TaskNow {
  return {
    taskId: row.task_id,
    decisionId: row.decision_id,
    useCaseId: row.use_case_id,
    purpose: row.purpose,
    state: row.state,
    tier: row.tier,
    judgements: { least: row.least, most: row.most },
    blind: row.blind,
    qualification: row.qualification,
    escalatedAt: row.escalated_at,
    openedAt: row.opened_at,
    effectAt: row.effect_at,
    outputKind: row.output_kind,
    undoSeconds: row.undo_seconds,
    leaseSeconds: row.lease_seconds,
    round: Math.max(...slots.map((slot) => slot.round)),
    slots: slots.map(asSlot),
    verdicts,
  };
}

function asSlot(row: SlotRow): SlotNow {
  return {
    slotNumber: row.slot_number,
    round: row.round,
    state: row.slot_state,
    parkedBy:
      row.parked_by === null ? null : { reviewerId: row.parked_by, reviewerName: row.parker_name ?? '' },
    lease: asLease(row),
  };
}

function asLease(row: SlotRow): Lease | null {
  if (row.reviewer_id === null) return null;
  return {
    reviewerId: row.reviewer_id,
    reviewerName: row.holder_name,
    claimToken: row.claim_token,
    claimedAt: row.claimed_at,
    expiresAt: row.expires_at,
  };
}
