// The same for tasks that ask several people: anybody does anything in any order, and a model says what must come of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Person } from '../../core/access/actor.ts';
import { resolve, type Tier, type VerdictKind } from '../../core/reviews/resolve.ts';
import { sql } from '../../db/sql.ts';
import { testDatabase } from '../../testing/database.ts';
import { type Desk, entriesWritten, freshDesk } from '../../testing/review-desk.ts';
import { claimNext } from './claims/claim-next.ts';
import { parkTask } from './claims/park-task.ts';
import { releaseTask } from './claims/release-task.ts';
import { expireLeases, unparkTasks } from './claims/return-tasks.ts';
import { escalateTasks } from './escalate-tasks.ts';
import { resolveDueTasks } from './resolve-tasks.ts';
import { submitVerdict } from './verdicts/submit-verdict.ts';
import { withdrawVerdict } from './verdicts/withdraw-verdict.ts';

const db = await testDatabase();

const leaseSeconds = 60;
const undoSeconds = 20;
const parkSeconds = 90;
const judgements = { least: 2, most: 3 };
const taskCount = 4;
/** The last two are experts. */
const reviewers = 5;

type Verdict = { reviewer: number; verdictId: string; kind: VerdictKind; undoUntil: number; tier: Tier };
type Slot = {
  round: number;
  lease: { reviewer: number; token: string; claimedAt: number; endsAt: number } | null;
  parked: { reviewer: number; until: number } | null;
  verdict: Verdict | null;
};
type Task = { taskId: string; state: 'open' | 'judged' | 'resolved'; tier: Tier; slots: Slot[] };

const does = [
  'claim',
  'approve',
  'reject',
  'cannot-decide',
  'undo',
  'release',
  'park',
  'expire',
  'unpark',
] as const;
const action = fc.record({
  does: fc.constantFrom(...does, 'claim', 'claim', 'approve', 'reject', 'resolve', 'resolve', 'escalate'),
  reviewer: fc.nat(reviewers - 1),
  pick: fc.nat(50),
  afterSeconds: fc.constantFrom(0, 0, 0, 0, 1, 1, 5, 20, 20, 60, 90),
});
type Action = (typeof action extends fc.Arbitrary<infer A> ? A : never) & { at: number };

class Model {
  readonly tasks: Task[];
  readonly given: { task: Task; slot: Slot; verdict: Verdict }[] = [];

  constructor(taskIds: readonly string[]) {
    const slot = (): Slot => ({ round: 1, lease: null, parked: null, verdict: null });
    this.tasks = taskIds.map((taskId) => ({
      ...{ taskId, state: 'open' as const, tier: 1 as const },
      slots: Array.from({ length: judgements.least }, slot),
    }));
  }

  /** What somebody holds, the oldest claim first. */
  held(reviewer: number, at: number): { task: Task; slot: Slot }[] {
    return this.tasks
      .flatMap((task) => task.slots.map((slot) => ({ task, slot })))
      .filter(({ slot }) => slot.lease?.reviewer === reviewer && at < slot.lease.endsAt)
      .sort(
        (one, other) =>
          one.slot.lease!.claimedAt - other.slot.lease!.claimedAt || // filtered above
          (one.task.taskId < other.task.taskId ? -1 : 1),
      );
  }

  /** The tasks are in the order of their due times, which escalation does not change here. */
  next(reviewer: number, at: number): { task: Task; slot: Slot } | null {
    const found = this.tasks.flatMap((task) => {
      const met = task.slots.some(
        ({ lease, parked, verdict }) =>
          (lease?.reviewer === reviewer && at < lease.endsAt) ||
          parked?.reviewer === reviewer ||
          verdict?.reviewer === reviewer,
      );
      const may = task.tier === 1 || reviewer >= reviewers - 2;
      const free = task.slots.find(
        ({ lease, parked, verdict }) => !parked && !verdict && !(lease && at < lease.endsAt),
      );
      return task.state === 'open' && may && !met && free ? [{ task, slot: free }] : [];
    });
    return found.find(({ task }) => task.tier === 2) ?? found[0] ?? null;
  }
}

test('whatever several reviewers do together in whatever order, each judges once and the majority counts', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 40, maxLength: 70 }), async (actions) => {
      const desk = await freshDesk(db, { leaseSeconds, undoSeconds });
      const people = await Promise.all(
        Array.from({ length: reviewers }, (_, n) =>
          desk.person(`R${n}`, n >= reviewers - 2 ? ['expert'] : ['reviewer']),
        ),
      );
      const model = new Model((await desk.open(taskCount, { judgements })).map((task) => task.taskId));
      let at = 0;
      for (const next of actions) {
        at += next.afterSeconds;
        await perform({ desk, model, person: people[next.reviewer]! }, { ...next, at }); // as many as reviewers
      }
      await compare(model);
    }),
    { numRuns: 15 },
  );
});

type World = { desk: Desk; model: Model; person: Person };

async function perform(world: World, act: Action): Promise<void> {
  const { desk, model } = world;
  const now = desk.after(act.at);
  const slots = model.tasks.flatMap(({ slots }) => slots);
  switch (act.does) {
    case 'claim':
      return claim(world, act);
    case 'undo':
      return undo(world, act);
    case 'expire':
      await expireLeases(desk.deps, now);
      for (const slot of slots) if (slot.lease && act.at >= slot.lease.endsAt) slot.lease = null;
      return;
    case 'unpark':
      await unparkTasks(desk.deps, now);
      for (const slot of slots) if (slot.parked && slot.parked.until <= act.at) slot.parked = null;
      return;
    case 'resolve':
      await resolveDueTasks(desk.deps, now);
      for (const task of model.tasks) conclude(task, act.at);
      return;
    case 'escalate':
      return escalate(world, act);
    default:
      return use(world, act);
  }
}

async function claim({ desk, model, person }: World, { reviewer, at }: Action): Promise<void> {
  const held = model.held(reviewer, at);
  const expected = held.length >= 2 ? held[0]! : model.next(reviewer, at); // two at least
  const { claim: got } = await claimNext(desk.deps, person, {}, desk.after(at));
  assert.equal(got?.item.taskId, expected?.task.taskId);
  if (!got || !expected) return;
  const { task, slot } = expected;
  assert.equal(got.slotNumber, task.slots.indexOf(slot) + 1);
  if (held.length >= 2) return assert.equal(got.claimToken, slot.lease?.token);
  slot.lease = { reviewer, token: got.claimToken, claimedAt: at, endsAt: at + leaseSeconds };
}

async function use(world: World, act: Action): Promise<void> {
  const { desk, model, person } = world;
  const held = model.held(act.reviewer, act.at);
  const chosen = held[act.pick % Math.max(1, held.length)];
  if (!chosen) return claim(world, act);
  const { task, slot } = chosen;
  const given = { taskId: task.taskId, claimToken: slot.lease?.token ?? '' };
  const now = desk.after(act.at);
  if (act.does === 'release') await releaseTask(desk.deps, person, { ...given, reason: 'pause' }, now);
  else if (act.does === 'park') {
    const until = desk.after(act.at + parkSeconds).toISOString();
    await parkTask(desk.deps, person, { ...given, until }, now);
    slot.parked = { reviewer: act.reviewer, until: act.at + parkSeconds };
  } else {
    const kind = act.does as VerdictKind; // the others are dealt with above
    const { verdictId } = await submitVerdict(desk.deps, person, { ...given, kind }, now);
    const { reviewer } = act;
    slot.verdict = { reviewer, verdictId, kind, undoUntil: act.at + undoSeconds, tier: task.tier };
    model.given.push({ task, slot, verdict: slot.verdict });
    if (task.slots.every((one) => one.verdict)) task.state = 'judged';
  }
  slot.lease = null;
}

async function undo({ desk, model, person }: World, act: Action): Promise<void> {
  const mine = model.given.filter(({ verdict }) => verdict.reviewer === act.reviewer);
  const last = mine.at(-1 - (act.pick % 2));
  if (!last) return;
  const { task, slot, verdict } = last;
  const work = withdrawVerdict(desk.deps, person, verdict.verdictId, desk.after(act.at));
  const waits =
    slot.verdict === verdict && task.state !== 'resolved' && slot.round === task.slots.at(-1)?.round;
  if (!waits || act.at >= verdict.undoUntil) return assert.rejects(work, { code: 'verdict.too-late' });
  const { claimToken: token } = await work;
  slot.verdict = null;
  task.state = 'open';
  slot.lease = { reviewer: act.reviewer, token, claimedAt: act.at, endsAt: act.at + leaseSeconds };
}

async function escalate({ desk, model }: World, { pick, at }: Action): Promise<void> {
  const task = model.tasks[pick % taskCount]!; // in range
  const now = desk.after(at);
  // Due as before, so that the order stays what it was.
  const row = await db.row<{ due_at: Date }>(sql`select due_at from task where task_id = ${task.taskId}`);
  const escalation = { taskId: task.taskId, dueAt: row?.due_at ?? now };
  const done = await db.atomically((tx) => escalateTasks(tx, now, [escalation]));
  assert.equal(done.has(task.taskId), task.state === 'open');
  if (task.state !== 'open' || task.tier === 2) return;
  task.tier = 2;
  for (const slot of task.slots) if (!slot.verdict) Object.assign(slot, { lease: null, parked: null });
}

function conclude(task: Task, at: number): void {
  const verdicts = task.slots.flatMap(({ verdict }) => verdict ?? []);
  const round = task.slots.at(-1)?.round ?? 1;
  const waits = task.slots.filter((slot) => slot.round === round).map((slot) => slot.verdict?.undoUntil ?? 0);
  if (task.state !== 'judged' || Math.max(...waits) > at) return;
  const resolution = resolve(verdicts, judgements);
  if (resolution.kind !== 'ask-another') {
    task.state = 'resolved';
    return;
  }
  task.state = 'open';
  task.tier = resolution.tier;
  for (let one = 0; one < resolution.count; one++)
    task.slots.push({ round: round + 1, lease: null, parked: null, verdict: null });
}

/** The rows and the ledger say what the model says. */
async function compare(model: Model): Promise<void> {
  const rows = await db.rows<{ task_id: string; state: string; tier: number; slots: number }>(sql`
    select task_id, state, tier, (select count(*)::integer from slot where slot.task_id = task.task_id) as slots
    from task order by due_at`);
  assert.deepEqual(
    rows.map((row) => [row.task_id, row.state, row.tier, row.slots]),
    model.tasks.map(({ taskId, state, tier, slots }) => [taskId, state, tier, slots.length]),
  );
  const standing = await db.rows<{ verdict_id: string }>(sql`
    select verdict_id from verdict where withdrawn_at is null`);
  assert.deepEqual(
    new Set(standing.map((row) => row.verdict_id)),
    new Set(model.tasks.flatMap(({ slots }) => slots.flatMap(({ verdict }) => verdict?.verdictId ?? []))),
  );
  const kinds = (await entriesWritten(db)).map((entry) => entry.kind);
  const count = (kind: string) => kinds.filter((one) => one === kind).length;
  assert.equal(count('verdict.given') - count('verdict.withdrawn'), standing.length);
  assert.equal(count('task.resolved'), model.tasks.filter((task) => task.state === 'resolved').length);
}
