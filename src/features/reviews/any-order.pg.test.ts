// Several reviewers do anything in any order, and a model of plain objects says what must come of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Person } from '../../core/access/actor.ts';
import { sql } from '../../db/sql.ts';
import { testDatabase } from '../../testing/database.ts';
import { type Desk, entriesWritten, freshDesk } from '../../testing/review-desk.ts';
import { claimNext } from './claims/claim-next.ts';
import { heartbeat } from './claims/heartbeat.ts';
import { parkTask } from './claims/park-task.ts';
import { releaseTask } from './claims/release-task.ts';
import { expireLeases, unparkTasks } from './claims/return-tasks.ts';
import { resolveDueTasks } from './resolve-tasks.ts';
import { submitVerdict } from './verdicts/submit-verdict.ts';
import { withdrawVerdict } from './verdicts/withdraw-verdict.ts';

const db = await testDatabase();

const leaseSeconds = 60;
const undoSeconds = 20;
const parkSeconds = 90;
const taskCount = 5;

type Lease = { reviewer: number; token: string; claimedAt: number; endsAt: number };
type Judgement = { reviewer: number; verdictId: string; kind: string; withdrawn: boolean };
type ModelTask = {
  taskId: string;
  state: 'open' | 'judged' | 'resolved';
  tier: 1 | 2;
  lease: Lease | null;
  parkedUntil: number | null;
  effectAt: number;
  earlier: Judgement[];
  verdict: Judgement | null;
};

type Claimed = { reviewer: number; token: string; task: ModelTask; gave: Judgement | null };

const action = fc.record({
  does: fc.constantFrom(
    'claim',
    'claim',
    'approve',
    'reject',
    'cannot-decide',
    'undo',
    'undo',
    'heartbeat',
    'release',
    'park',
    'expire',
    'unpark',
    'resolve',
    'resolve',
  ),
  // Mostly one of them, so that a story comes about.
  reviewer: fc.constantFrom(0, 0, 0, 1, 2, 2),
  pick: fc.nat(20),
  afterSeconds: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 1, 1, 5, 20, 20, 60, 90),
});
type Action = (typeof action extends fc.Arbitrary<infer A> ? A : never) & { at: number };

/** The third reviewer is an expert. */
class Model {
  readonly tasks: ModelTask[];
  /** Every claim ever made: stale ones are tried too. */
  readonly claims: Claimed[] = [];

  constructor(taskIds: readonly string[]) {
    this.tasks = taskIds.map((taskId) => ({
      taskId,
      state: 'open',
      tier: 1,
      lease: null,
      parkedUntil: null,
      effectAt: 0,
      earlier: [],
      verdict: null,
    }));
  }

  holder(task: ModelTask, at: number): Lease | null {
    return task.lease && at < task.lease.endsAt ? task.lease : null;
  }

  held(reviewer: number, at: number): ModelTask[] {
    return this.tasks
      .filter((task) => this.holder(task, at)?.reviewer === reviewer)
      .toSorted((a, b) => a.lease!.claimedAt - b.lease!.claimedAt || (a.taskId < b.taskId ? -1 : 1));
  }

  /** The tasks are in the order of their due times. */
  mostUrgent(reviewer: number, at: number): ModelTask | null {
    const free = this.tasks.filter(
      (task) =>
        task.state === 'open' &&
        task.parkedUntil === null &&
        !this.holder(task, at) &&
        (task.tier === 1 || reviewer === 2) &&
        !task.earlier.some((judgement) => judgement.reviewer === reviewer),
    );
    return free.find((task) => task.tier === 2) ?? free[0] ?? null;
  }
}

test('whatever reviewers do in whatever order, no task is claimed twice, judged twice or lost', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 30, maxLength: 60 }), async (actions) => {
      const desk = await freshDesk(db, { leaseSeconds, undoSeconds });
      const people = await Promise.all([
        desk.person('Ada'),
        desk.person('Bob'),
        desk.person('Eve', ['expert']),
      ]);
      const opened = await desk.open(taskCount);
      const model = new Model(opened.map((task) => task.taskId));
      let at = 0;
      for (const next of actions) {
        at += next.afterSeconds;
        await perform(desk, people[next.reviewer]!, model, { ...next, at }); // three reviewers, 0 to 2
      }
      await compare(model);
    }),
    { numRuns: 20 },
  );
});

async function perform(desk: Desk, person: Person, model: Model, act: Action): Promise<void> {
  const now = desk.after(act.at);
  switch (act.does) {
    case 'claim':
      return claim(desk, person, model, act);
    case 'undo':
      return undo(desk, person, model, act);
    case 'expire':
      await expireLeases(desk.deps, now);
      for (const task of model.tasks) if (!model.holder(task, act.at)) task.lease = null;
      return;
    case 'unpark':
      await unparkTasks(desk.deps, now);
      for (const task of model.tasks) if ((task.parkedUntil ?? act.at + 1) <= act.at) task.parkedUntil = null;
      return;
    case 'resolve':
      await resolveDueTasks(desk.deps, now);
      for (const task of model.tasks) if (task.state === 'judged' && task.effectAt <= act.at) conclude(task);
      return;
    default:
      return use(desk, person, model, act);
  }
}

async function claim(desk: Desk, person: Person, model: Model, { reviewer, at }: Action): Promise<void> {
  const held = model.held(reviewer, at);
  const expected = held.length >= 2 ? held[0]! : model.mostUrgent(reviewer, at);
  const { claim: got } = await claimNext(desk.deps, person, {}, desk.after(at));
  assert.equal(got?.item.taskId ?? null, expected?.taskId ?? null);
  if (!got || !expected) return;
  if (held.length >= 2) return assert.equal(got.claimToken, expected.lease?.token);
  expected.lease = { reviewer, token: got.claimToken, claimedAt: at, endsAt: at + leaseSeconds };
  model.claims.push({ reviewer, token: got.claimToken, task: expected, gave: null });
}

/** Uses a claim this reviewer once got: a live one works, a stale one is refused and changes nothing. */
async function use(desk: Desk, person: Person, model: Model, act: Action): Promise<void> {
  const mine = model.claims.filter(({ reviewer }) => reviewer === act.reviewer);
  const live = mine.filter(({ task, token }) => model.holder(task, act.at)?.token === token);
  const among = act.pick % 4 === 0 ? mine.slice(-3) : live;
  const chosen = among[act.pick % among.length];
  if (!chosen) return claim(desk, person, model, act);
  const { task, token, gave } = chosen;
  if (gave && !gave.withdrawn && gave.kind === act.does) {
    const again = await judge(desk, person, chosen, act);
    return assert.equal(again.verdictId, gave.verdictId);
  }
  if (task.state === 'open' && model.holder(task, act.at)?.token === token)
    return useLive(desk, person, chosen, act);
  await assert.rejects(attempt(desk, person, chosen, act), { code: 'claim.stale' });
}

async function useLive(desk: Desk, person: Person, claimed: Claimed, act: Action): Promise<void> {
  const { task } = claimed;
  const answer = await attempt(desk, person, claimed, act);
  if (act.does === 'heartbeat') {
    task.lease!.endsAt = act.at + leaseSeconds; // live, as the caller found out
    return;
  }
  task.lease = null;
  if (act.does === 'park') task.parkedUntil = act.at + parkSeconds;
  if (!answer || !('verdictId' in answer)) return;
  claimed.gave = { reviewer: act.reviewer, verdictId: answer.verdictId, kind: answer.kind, withdrawn: false };
  task.verdict = claimed.gave;
  task.state = 'judged';
  task.effectAt = act.at + undoSeconds;
}

function attempt(desk: Desk, person: Person, claimed: Claimed, act: Action) {
  const given = { taskId: claimed.task.taskId, claimToken: claimed.token };
  const now = desk.after(act.at);
  switch (act.does) {
    case 'heartbeat':
      return heartbeat(desk.deps, person, given, now);
    case 'release':
      return releaseTask(desk.deps, person, { ...given, reason: 'pause' }, now);
    case 'park': {
      const until = desk.after(act.at + parkSeconds).toISOString();
      return parkTask(desk.deps, person, { ...given, until }, now);
    }
    default:
      return judge(desk, person, claimed, act);
  }
}

function judge(desk: Desk, person: Person, { task, token }: Claimed, { does, at }: Action) {
  assert.ok(does === 'approve' || does === 'reject' || does === 'cannot-decide');
  const given = { taskId: task.taskId, claimToken: token, kind: does };
  return submitVerdict(desk.deps, person, given, desk.after(at));
}

async function undo(desk: Desk, person: Person, model: Model, act: Action): Promise<void> {
  const last = model.claims.findLast(({ reviewer, gave }) => reviewer === act.reviewer && gave);
  if (!last?.gave) return;
  const { task, gave } = last;
  const work = withdrawVerdict(desk.deps, person, gave.verdictId, desk.after(act.at));
  if (task.verdict !== gave || task.state !== 'judged' || act.at >= task.effectAt)
    return assert.rejects(work, { code: 'verdict.too-late' });
  const { claimToken: token } = await work;
  gave.withdrawn = true;
  task.verdict = null;
  task.state = 'open';
  task.lease = { reviewer: act.reviewer, token, claimedAt: act.at, endsAt: act.at + leaseSeconds };
  model.claims.push({ reviewer: act.reviewer, token, task, gave: null });
}

function conclude(task: ModelTask): void {
  if (task.verdict?.kind !== 'cannot-decide' || task.tier === 2) {
    task.state = 'resolved';
    return;
  }
  task.earlier.push(task.verdict);
  task.verdict = null;
  task.tier = 2;
  task.state = 'open';
}

/** The rows and the ledger say what the model says. */
async function compare(model: Model): Promise<void> {
  const tasks = await db.rows<{
    task_id: string;
    state: string;
    tier: number;
    resolution: string | null;
  }>(sql`
    select task_id, state, tier, resolution from task order by due_at`);
  assert.deepEqual(
    tasks.map((row) => ({ ...row })),
    model.tasks.map(({ taskId, state, tier, verdict }) => ({
      task_id: taskId,
      state,
      tier,
      resolution: state === 'resolved' ? verdict?.kind : null,
    })),
  );
  const standing = await db.rows<{ verdict_id: string }>(sql`
    select verdict_id from verdict where withdrawn_at is null`);
  const expected = model.tasks.flatMap(({ earlier, verdict }) => [...earlier, ...(verdict ? [verdict] : [])]);
  assert.deepEqual(
    new Set(standing.map((row) => row.verdict_id)),
    new Set(expected.map((verdict) => verdict.verdictId)),
  );
  const kinds = (await entriesWritten(db)).map((entry) => entry.kind);
  const count = (kind: string) => kinds.filter((one) => one === kind).length;
  assert.equal(count('verdict.given') - count('verdict.withdrawn'), expected.length);
  assert.equal(count('task.resolved'), model.tasks.filter((task) => task.state === 'resolved').length);
}
