import { randomUUID } from 'node:crypto';
import type { BodyOf } from '../../../contract/endpoint.ts';
import type * as contract from '../../../contract/reviews.ts';
import { may, type Person } from '../../../core/access/actor.ts';
import type { Tx } from '../../../db/database.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import { claimedEntries, type HeldTask, heldTasks, lockReviewer, mostHeld } from './grant-lease.ts';
import { asClaims } from './list-claims.ts';
import { needsExpert } from './refuse-claim.ts';

type Wanted = BodyOf<typeof contract.claimNext>;

/** When every candidate was taken under our eyes this often, the queue is as good as empty. */
const mostAttempts = 20;

/**
 * Claims the most urgent open task the person may judge. Who holds two already gets the older of them that fits and is
 * not excluded, so that a reload finds its way back and nobody hoards.
 */
export async function claimNext({ db }: Deps, person: Person, wanted: Wanted, at: Date) {
  const tiers = tiersFor(person, wanted.tier);
  const held = await db.atomically(async (tx) => {
    await lockReviewer(tx, person);
    const already = await heldTasks(tx, person, at);
    if (already.length >= mostHeld) return oneOf(already, wanted, tiers);
    return take(tx, person, { ...wanted, tiers }, at);
  });
  const [claim] = held ? await asClaims(db, person, [held]) : [];
  return { claim: claim ?? null };
}

/** Experts are asked first for what only they can judge. */
function tiersFor(person: Person, tier: number | undefined): readonly number[] {
  const expert = may(person, 'tasks:judge-expert');
  if (tier === 2 && !expert) throw needsExpert();
  if (tier !== undefined) return [tier];
  return expert ? [1, 2] : [1];
}

function oneOf(
  held: Awaited<ReturnType<typeof heldTasks>>,
  { useCaseId, exclude = [] }: Wanted,
  tiers: readonly number[],
): HeldTask {
  const fits = held.find(
    (one) =>
      tiers.includes(one.tier) &&
      (useCaseId === undefined || one.useCaseId === useCaseId) &&
      !exclude.includes(one.taskId),
  );
  if (fits) return fits;
  throw handsFull(held);
}

export function handsFull(held: readonly HeldTask[]): Refusal {
  return new Refusal('conflict', 'claim.hands-full', `You hold ${held.length} tasks already.`, {
    todo: 'Judge, park or release one of them first.',
    facts: { taskIds: held.map((one) => one.taskId) },
  });
}

type Search = Wanted & { tiers: readonly number[] };

async function take(tx: Tx, person: Person, search: Search, at: Date): Promise<HeldTask | null> {
  const claimToken = randomUUID();
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const row = await tx.row<TakenRow>({
      name: 'claim-next',
      text: claimText,
      values: [search.tiers, search.useCaseId ?? null, search.exclude ?? [], person.personId, at, claimToken],
    });
    if (!row) return null;
    if (row.expires_at === null) continue;
    const task = {
      taskId: row.task_id,
      decisionId: row.decision_id,
      slotNumber: row.slot_number,
      tier: row.tier,
    };
    await appendEntries(tx, at, claimedEntries(task, { person, takenOver: row.lapsed }));
    return { ...task, claimToken, claimedAt: at, expiresAt: row.expires_at };
  }
  return null;
}

type TakenRow =
  | { expires_at: null }
  | {
      task_id: string;
      decision_id: string;
      slot_number: number;
      tier: number;
      lapsed: boolean;
      expires_at: Date;
    };

// A task of the lane that nobody holds and this person has not judged (only a later slot has earlier judgements). The
// index task_lane gives the order; what is leased or parked at its head is stepped over, so the cost grows with the
// number of reviewers and not with the queue.
const free = `from task
  join slot on slot.task_id = task.task_id and slot.state = 'open'
  left join lease on lease.task_id = slot.task_id and lease.slot_number = slot.slot_number
  where task.use_case_id = lane.use_case_id and task.tier = lane.tier and task.state = 'open'
    and task.task_id <> all($3::uuid[])
    and (lease.task_id is null or lease.expires_at <= $5::timestamptz)
    and (slot.slot_number = 1 or not exists (
      select from verdict
      where verdict.task_id = task.task_id and verdict.reviewer_id = $4::uuid and verdict.withdrawn_at is null))
  order by task.due_at, task.task_id
  limit 1`;

// One probe per lane finds the head of each, the best lane is searched again with a lock. Tasks other claims are about
// to take are skipped; one taken between our snapshot and our lock is caught by the lease's key, and we ask again.
// A row without expires_at says so.
const claimText = `with lane as materialized (
    select use_case_id, tier, lease_seconds
    from use_case cross join unnest($1::smallint[]) as wanted (tier)
    where $2::uuid is null or use_case_id = $2::uuid),
  best as materialized (
    select lane.use_case_id, lane.tier, lane.lease_seconds
    from lane cross join lateral (select task.due_at, task.task_id ${free}) as head
    order by lane.tier desc, head.due_at, head.task_id
    limit 1),
  picked as materialized (
    select candidate.task_id, candidate.decision_id, candidate.slot_number, candidate.tier, candidate.lapsed,
      $5::timestamptz + lane.lease_seconds * interval '1 second' as expires_at
    from best as lane cross join lateral (
      select task.task_id, task.decision_id, slot.slot_number, slot.tier, lease.task_id is not null as lapsed ${free}
      for no key update of task skip locked) as candidate),
  taken as (
    insert into lease (task_id, slot_number, reviewer_id, claim_token, claimed_at, expires_at)
    select task_id, slot_number, $4::uuid, $6::uuid, $5::timestamptz, expires_at from picked
    on conflict (task_id, slot_number) do update
      set reviewer_id = excluded.reviewer_id, claim_token = excluded.claim_token, claimed_at = excluded.claimed_at,
        expires_at = excluded.expires_at
      where lease.expires_at <= $5::timestamptz
    returning task_id, expires_at)
  select picked.task_id, picked.decision_id, picked.slot_number, picked.tier, picked.lapsed, taken.expires_at
  from best left join picked on true left join taken on taken.task_id = picked.task_id`;
