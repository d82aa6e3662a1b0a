// The whole job in any order: decisions come in, people judge, duties run, policies change, the clock jumps. A model of
// plain objects says what must come of it, and the ledger alone has to tell the same story.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { NewDecision, Routed } from '../../src/contract/decisions.ts';
import type { Person } from '../../src/core/access/actor.ts';
import { sql } from '../../src/db/sql.ts';
import { type Ingest, openIngest } from '../../src/features/decisions/recording/ingest.ts';
import { submitDecision } from '../../src/features/decisions/recording/submit-decision.ts';
import { timeOutDecisions } from '../../src/features/decisions/settling/time-out-decisions.ts';
import { runReactions } from '../../src/features/ledger/reacting/react.ts';
import { registerModelVersion } from '../../src/features/models/register-model-version.ts';
import { claimNext } from '../../src/features/reviews/claims/claim-next.ts';
import { parkTask } from '../../src/features/reviews/claims/park-task.ts';
import { releaseTask } from '../../src/features/reviews/claims/release-task.ts';
import { expireLeases, unparkTasks } from '../../src/features/reviews/claims/return-tasks.ts';
import { resolveDueTasks } from '../../src/features/reviews/resolve-tasks.ts';
import { submitVerdict } from '../../src/features/reviews/verdicts/submit-verdict.ts';
import { withdrawVerdict } from '../../src/features/reviews/verdicts/withdraw-verdict.ts';
import { createUseCase } from '../../src/features/use-cases/create-use-case.ts';
import type { Deps } from '../../src/platform/deps.ts';
import { uuidv7 } from '../../src/platform/uuidv7.ts';
import { integrateAll, openTestLog } from '../../src/testing/ledger.ts';
import { publishDocument } from '../../src/testing/publish-document.ts';
import { openStage, personWith } from '../../src/testing/stage.ts';
import { allReactions } from '../../src/worker.ts';
import { compareState } from './compare-state.ts';
import {
  documents,
  expectedRoute,
  JobModel,
  leaseMs,
  type ModelDecision,
  type ModelLease,
  type ModelTask,
  parkMs,
  undoMs,
} from './job-model.ts';

const stage = await openStage();
await openTestLog(stage.db);

/** Stands still unless an action moves it. */
let nowMs = Date.now();
const deps: Deps = { ...stage.deps, clock: { now: () => new Date(nowMs) } };
const ingest: Ingest = openIngest(deps);
let runs = 0;

const action = fc.record({
  does: fc.constantFrom(
    ...(['submit', 'submit', 'submit', 'replay', 'reuse', 'publish'] as const),
    ...(['claim', 'claim', 'claim', 'claim', 'claim', 'claim', 'undo', 'release', 'park'] as const),
    ...(['approve', 'edit', 'reject', 'cannot-decide', 'cannot-decide', 'cannot-decide'] as const),
    ...(['expire', 'unpark', 'resolve', 'resolve', 'resolve', 'time-out', 'news'] as const),
  ),
  // Mostly two of them, so that a story comes about.
  reviewer: fc.constantFrom(0, 0, 0, 1, 2, 2, 2),
  pick: fc.nat(999),
  afterSeconds: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 5, 20, 20, 20, 60, 130),
});
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

type Claimed = { task: ModelTask; lease: ModelLease };
type World = {
  model: JobModel;
  useCaseId: string;
  slug: string;
  people: Person[];
  inForce: { policyVersionId: string; document: (typeof documents)[number] };
  sent: { decision: NewDecision; answer: Routed }[];
  /** Every claim ever made: stale ones are tried too. */
  claims: Claimed[];
};

test('whatever happens in whatever order, rows, tasks, slots and ledger tell one story, and it is the one the model tells', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 160, size: 'max' }), async (actions) => {
      const world = await openWorld();
      for (const next of actions) {
        nowMs += next.afterSeconds * 1000;
        await perform(world, next);
      }
      await assertLikeModel(world);
      const { differences } = await compareState(deps.db);
      assert.deepEqual(differences.slice(0, 10), []);
    }),
    { numRuns: 20 },
  );
});

/** A use case and people of its own for each story; what earlier stories left goes on beside it. */
async function openWorld(): Promise<World> {
  runs += 1;
  const at = deps.clock.now();
  const slug = `story-${runs}`;
  const { useCaseId } = await createUseCase(
    deps,
    stage.owner,
    {
      slug,
      name: slug,
      riskClass: 'limited',
      outputKind: 'text',
      undoSeconds: undoMs / 1000,
      leaseSeconds: leaseMs / 1000,
    },
    at,
  );
  await registerModelVersion(deps, stage.owner, { useCaseId, name: 'm-1', description: '' }, at);
  const people = [
    await personWith(deps, ['reviewer']),
    await personWith(deps, ['reviewer']),
    await personWith(deps, ['reviewer', 'expert']),
  ];
  const inForce = await publish(useCaseId, documents[runs % documents.length]!); // never empty
  return { model: new JobModel(), useCaseId, slug, people, inForce, sent: [], claims: [] };
}

async function publish(useCaseId: string, document: (typeof documents)[number]) {
  const at = deps.clock.now();
  const { policyVersionId } = await publishDocument(deps, stage.owner, { useCaseId, document }, at);
  return { policyVersionId, document };
}

async function perform(world: World, act: Action): Promise<void> {
  const { model } = world;
  const at = deps.clock.now();
  switch (act.does) {
    case 'submit':
      return submitNew(world, act.pick / 1000);
    case 'replay':
    case 'reuse':
      return submitAgain(world, act);
    case 'publish':
      world.inForce = await publish(world.useCaseId, documents[act.pick % documents.length]!); // never empty
      return;
    case 'claim':
      return claim(world, act);
    case 'undo':
      return undo(world, act);
    case 'expire':
      await expireLeases(deps, at);
      for (const task of model.tasks) if (!model.holder(task, nowMs)) task.lease = null;
      return;
    case 'unpark':
      await unparkTasks(deps, at);
      for (const task of model.tasks) if ((task.parkedUntil ?? nowMs + 1) <= nowMs) task.parkedUntil = null;
      return;
    case 'resolve':
      await resolveDueTasks(deps, at);
      return model.resolveDue(nowMs);
    case 'time-out':
      await timeOutDecisions(deps, at);
      return model.timeOutDue(nowMs);
    case 'news':
      await integrateAll(deps.db);
      while (await runReactions(deps, allReactions(deps)));
      return model.tellNews();
    default:
      return use(world, act);
  }
}

function send(decision: NewDecision): Promise<Routed> {
  const json = Buffer.from(JSON.stringify(decision));
  return submitDecision(ingest, decision, json, { actor: stage.service, atMs: nowMs, limitBytes: 10_000 });
}

async function submitNew(world: World, confidence: number): Promise<void> {
  const { model, inForce, sent } = world;
  const decisionId = uuidv7(nowMs);
  const decision = {
    decisionId,
    useCase: world.slug,
    model: 'm-1',
    input: 'Hm?',
    output: 'Yes.',
    confidence,
  };
  const answer = await send(decision);
  const expected = expectedRoute(inForce.document, confidence);
  assert.deepEqual(
    [answer.route, answer.taskId !== null, answer.policyVersionId],
    [expected.route, expected.dueMs !== null, inForce.policyVersionId],
  );
  sent.push({ decision, answer });
  const { otherwise } = inForce.document;
  const timeout = otherwise.kind === 'hold' && expected.route === 'hold' ? otherwise.timeout : null;
  model.decisions.push({
    decisionId,
    state: expected.route === 'hold' ? 'held' : 'released',
    policyVersionId: inForce.policyVersionId,
    timeOut:
      timeout === null || timeout.action === 'keep-holding'
        ? null
        : {
            at: nowMs + timeout.afterSeconds * 1000,
            event: timeout.action === 'reject' ? 'time-out-reject' : 'time-out-release',
          },
    task: answer.taskId === null ? null : newTask(answer.taskId, nowMs + (expected.dueMs ?? 0)),
  });
}

function newTask(taskId: string, dueAt: number): ModelTask {
  const nobody = { lease: null, parkedUntil: null, effectAt: 0, earlier: [], verdict: null };
  return { taskId, dueAt, state: 'open', tier: 1, ...nobody };
}

/** The same content gets the first answer whatever happened meanwhile, other content under the id is refused. */
async function submitAgain({ sent }: World, { does, pick }: Action): Promise<void> {
  const chosen = sent[pick % sent.length];
  if (!chosen) return;
  if (does === 'replay') {
    assert.deepEqual(await send(chosen.decision), chosen.answer);
    return;
  }
  await assert.rejects(send({ ...chosen.decision, output: 'No.' }), { code: 'decision.id-reused' });
}

async function claim({ model, people, useCaseId, claims }: World, { reviewer }: Action): Promise<void> {
  const held = model.held(reviewer, nowMs);
  const expected = held.length >= 2 ? held[0]! : model.mostUrgent(reviewer, nowMs);
  const { claim: got } = await claimNext(deps, people[reviewer]!, { useCaseId }, deps.clock.now());
  assert.equal(got?.item.taskId ?? null, expected?.taskId ?? null);
  if (!got || !expected) return;
  if (held.length >= 2) return assert.equal(got.claimToken, expected.lease?.token);
  expected.lease = { reviewer, token: got.claimToken, claimedAt: nowMs, endsAt: nowMs + leaseMs };
  claims.push({ task: expected, lease: expected.lease });
}

/** Uses a claim of this reviewer: a live one works, a stale one is refused and changes nothing. */
async function use(world: World, act: Action): Promise<void> {
  const mine = world.claims.filter(({ lease }) => lease.reviewer === act.reviewer);
  const isLive = ({ task, lease }: Claimed) =>
    task.state === 'open' && world.model.holder(task, nowMs)?.token === lease.token;
  const live = mine.filter(isLive);
  const among = act.pick % 4 === 0 || live.length === 0 ? mine.slice(-3) : live;
  const chosen = among[act.pick % among.length];
  if (!chosen) return claim(world, act);
  const { task, lease } = chosen;
  // Sent again with its token, a verdict that stands is answered a second time; any-order of the reviews tries that.
  if ([...task.earlier, task.verdict].some((verdict) => verdict?.reviewer === act.reviewer)) return;
  const work = attempt(world, chosen, act);
  if (!isLive(chosen)) return assert.rejects(work, { code: 'claim.stale' });
  const verdict = await work;
  task.lease = null;
  if (act.does === 'park') task.parkedUntil = nowMs + parkMs;
  if (!verdict || verdict.kind === 'choose') return; // nothing is hidden here
  task.verdict = { verdictId: verdict.verdictId, reviewer: lease.reviewer, kind: verdict.kind };
  Object.assign(task, { state: 'judged', effectAt: nowMs + undoMs });
}

async function attempt({ people }: World, { task, lease }: Claimed, { does, reviewer }: Action) {
  const person = people[reviewer]!;
  const given = { taskId: task.taskId, claimToken: lease.token };
  const at = deps.clock.now();
  switch (does) {
    case 'release':
      return releaseTask(deps, person, { ...given, reason: 'pause' }, at);
    case 'park':
      return parkTask(deps, person, { ...given, until: new Date(nowMs + parkMs).toISOString() }, at);
    case 'edit':
      return submitVerdict(deps, person, { ...given, kind: 'edit', output: 'Perhaps.' }, at);
    case 'approve':
    case 'reject':
    case 'cannot-decide':
      return submitVerdict(deps, person, { ...given, kind: does }, at);
    default:
      throw new Error(`${does} needs no claim`);
  }
}

async function undo({ model, people, claims }: World, { reviewer }: Action): Promise<void> {
  const judged = model.tasks.filter(({ verdict }) => verdict?.reviewer === reviewer);
  const task = judged.find(({ state }) => state === 'judged') ?? judged.at(-1);
  if (!task?.verdict) return;
  const work = withdrawVerdict(deps, people[reviewer]!, task.verdict.verdictId, deps.clock.now());
  if (task.state !== 'judged' || nowMs >= task.effectAt)
    return assert.rejects(work, { code: 'verdict.too-late' });
  const { claimToken: token } = await work;
  const lease = { reviewer, token, claimedAt: nowMs, endsAt: nowMs + leaseMs };
  Object.assign(task, { verdict: null, state: 'open', lease });
  claims.push({ task, lease });
}

async function assertLikeModel({ model, useCaseId }: World): Promise<void> {
  const rows = await deps.db.rows<Record<string, unknown>>(sql`
    select decision.decision_id, decision.state, policy_version_id, task.task_id, task.state as task_state, task.tier, resolution
    from decision left join task using (task_id)
    where decision.use_case_id = ${useCaseId}
    order by decision.decision_id`);
  assert.deepEqual(
    rows.map((row) => ({ ...row })),
    model.decisions.toSorted((a, b) => (a.decisionId < b.decisionId ? -1 : 1)).map(rowOf),
  );
}

function rowOf({ decisionId, state, policyVersionId, task }: ModelDecision) {
  return {
    decision_id: decisionId,
    state,
    policy_version_id: policyVersionId,
    task_id: task?.taskId ?? null,
    task_state: task?.state ?? null,
    tier: task?.tier ?? null,
    resolution: task?.state === 'resolved' ? (task.verdict?.kind ?? null) : null,
  };
}
