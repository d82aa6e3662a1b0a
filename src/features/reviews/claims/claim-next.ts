import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BodyOf } from '../../../contract/endpoint.ts';
import type * as contract from '../../../contract/reviews.ts';
import { may, type Person } from '../../../core/access/actor.ts';
import type { Tx } from '../../../db/database.ts';
import type { Deps } from '../../../platform/deps.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import {
  claimedEntries,
  type HeldLaneTask,
  type HeldTask,
  handsFull,
  heldTasks,
  lockReviewer,
  mostHeld,
} from './grant-lease.ts';
import { asClaims } from './list-claims.ts';
import { needsExpert } from './refuse-claim.ts';

type Wanted = BodyOf<typeof contract.claimNext>;

/** When every candidate was taken under our eyes this often, the queue is as good as empty. */
const mostAttempts = 20;
/**
 * Where many reach for the slots of few tasks, all of these are locked at times though slots are free: after some tries
 * it is better to let the others commit.
 */
const triesAtOnce = 4;
const breathMs = 5;

/**
 * Claims the most urgent open task the person may judge. Who holds two already gets the older of them that fits and is
 * not excluded, so that a reload finds its way back and nobody hoards.
 */
export async function claimNext({ db }: Deps, person: Person, wanted: Wanted, at: Date) {
  const search = { ...wanted, tiers: tiersFor(person, wanted.tier) };
  const held = await db.atomically(async (tx) => {
    await lockReviewer(tx, person);
    const taken = await take(tx, person, search, at);
    return taken === 'hands-full' ? oneOf(await heldTasks(tx, person, at), search) : taken;
  });
  const [claim] = held ? await asClaims(db, person, [held]) : [];
  return { claim: claim ?? null };
}

type Search = Wanted & { tiers: readonly number[] };

/** Experts are asked first for what only they can judge. */
function tiersFor(person: Person, tier: number | undefined): readonly number[] {
  const expert = may(person, 'tasks:judge-expert');
  if (tier === 2 && !expert) throw needsExpert();
  if (tier !== undefined) return [tier];
  return expert ? [1, 2] : [1];
}

function oneOf(held: readonly HeldLaneTask[], { useCaseId, tiers, exclude = [] }: Search): HeldTask {
  const fits = held.find(
    (one) =>
      tiers.includes(one.tier) &&
      (useCaseId === undefined || one.useCaseId === useCaseId) &&
      !exclude.includes(one.taskId),
  );
  if (fits) return fits;
  throw handsFull(held);
}

async function take(
  tx: Tx,
  person: Person,
  search: Search,
  at: Date,
): Promise<HeldTask | 'hands-full' | null> {
  const claimToken = randomUUID();
  const wanted = [search.tiers, search.useCaseId ?? null, search.exclude ?? []];
  const values = [...wanted, person.personId, at, claimToken, mostHeld, ['', ...person.qualifications]];
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const row = await tx.row<ClaimRow>({ name: 'claim-next', text: claimText, values });
    if (!row || row.outcome === 'nothing') return null;
    if (row.outcome === 'hands-full') return 'hands-full';
    if (row.outcome === 'beaten') {
      if (attempt >= triesAtOnce) await sleep(breathMs);
      continue;
    }
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

type ClaimRow =
  | { outcome: 'hands-full' }
  | { outcome: 'nothing' }
  | { outcome: 'beaten' }
  | {
      outcome: 'taken';
      task_id: string;
      decision_id: string;
      slot_number: number;
      tier: number;
      lapsed: boolean;
      expires_at: Date;
    };

// A slot of a task of the lane that nobody holds, where this person neither holds another one nor has parked or judged
// one. The index task_lane gives the order. What is held stands at its head and is stepped over by a look into one hash
// of all live leases, so the cost grows with the number of reviewers and not with the queue; what this person has judged
// and others have not, where several are asked, is stepped over one by one.
// The look for one's own verdict has a limit of its own, so that the planner probes for it and never gathers all that a
// person has judged in years.
const free = (from: string) => `from task
  cross join lateral (
    select slot_number, tier from slot
    where slot.task_id = task.task_id and slot.state = 'open'
      and (slot.task_id, slot.slot_number) not in (select task_id, slot_number from held)
    order by slot_number
    limit 1) as slot
  left join lateral (
    select true as mine from verdict
    where (task.most > 1 or slot.slot_number > 1) and verdict.task_id = task.task_id
      and verdict.reviewer_id = $4::uuid and verdict.withdrawn_at is null
    limit 1) as judged on true
  left join lateral (
    select true as mine from slot as parked
    where task.most > 1 and parked.task_id = task.task_id and parked.parked_by = $4::uuid
    limit 1) as parked on true
  where task.use_case_id = lane.use_case_id and task.tier = lane.tier and task.state = 'open'
    and coalesce(task.qualification, '') = lane.qualification ${from}
    and task.task_id <> all($3::uuid[])
    and task.task_id not in (select task_id from mine)
    and judged.mine is null and parked.mine is null
  order by task.due_at, task.task_id
  limit 1`;

// A lane is a use case at a tier, and apart from it what needs a qualification ('' is none). One probe per lane finds the
// head of each, the best lane is searched again from there with a lock. Tasks other claims are about to take are skipped;
// one taken between our snapshot and our lock is caught by the lease's key ('beaten'), and we ask again.
const claimText = `with held as materialized (
    select task_id, slot_number, reviewer_id from lease where expires_at > $5::timestamptz),
  mine as materialized (select task_id from held where reviewer_id = $4::uuid),
  hands as materialized (select count(*) as filled from mine),
  lane as materialized (
    select use_case_id, tier, qualification, lease_seconds
    from use_case cross join unnest($1::smallint[]) as wanted (tier) cross join unnest($8::text[]) as has (qualification)
    where ($2::uuid is null or use_case_id = $2::uuid) and (select hands.filled from hands) < $7::integer),
  best as materialized (
    select lane.use_case_id, lane.tier, lane.qualification, lane.lease_seconds, head.due_at, head.task_id
    from lane cross join lateral (select task.due_at, task.task_id ${free('')}) as head
    order by lane.tier desc, head.due_at, head.task_id
    limit 1),
  picked as materialized (
    select candidate.task_id, candidate.decision_id, candidate.slot_number, candidate.tier, candidate.lapsed,
      $5::timestamptz + lane.lease_seconds * interval '1 second' as expires_at
    from best as lane cross join lateral (
      select task.task_id, task.decision_id, slot.slot_number, slot.tier,
        exists (
          select from lease
          where lease.task_id = task.task_id and lease.slot_number = slot.slot_number) as lapsed ${free('and (task.due_at, task.task_id) >= (lane.due_at, lane.task_id)')}
      for no key update of task skip locked) as candidate),
  taken as (
    insert into lease (task_id, slot_number, reviewer_id, claim_token, claimed_at, expires_at)
    select task_id, slot_number, $4::uuid, $6::uuid, $5::timestamptz, expires_at from picked
    on conflict (task_id, slot_number) do update
      set reviewer_id = excluded.reviewer_id, claim_token = excluded.claim_token, claimed_at = excluded.claimed_at,
        expires_at = excluded.expires_at
      where lease.expires_at <= $5::timestamptz
    returning task_id, expires_at)
  select
    case
      when hands.filled >= $7::integer then 'hands-full'
      when best.tier is null then 'nothing'
      when taken.task_id is null then 'beaten'
      else 'taken'
    end as outcome,
    picked.task_id, picked.decision_id, picked.slot_number, picked.tier, picked.lapsed, taken.expires_at
  from hands left join best on true left join picked on true left join taken on taken.task_id = picked.task_id`;
