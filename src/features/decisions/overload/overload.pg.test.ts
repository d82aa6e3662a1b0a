// The overload contract carried out: people become saturated, steps are taken, and taken back when they have caught up.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicyDocument } from '../../../contract/policies.ts';
import { sql } from '../../../db/sql.ts';
import { entriesWritten } from '../../../testing/review-desk.ts';
import { openStage } from '../../../testing/stage.ts';
import { openStageWork } from '../../../testing/stage-work.ts';
import { draftPolicy } from '../../policies/draft-policy.ts';
import { publishPolicy } from '../../policies/publish-policy.ts';
import { outcomesOf } from '../outcomes/outcomes-of.ts';
import { openOverloadList } from './list-overload.ts';
import { stepOverload } from './step-overload.ts';

const hold = { kind: 'hold', dueSeconds: 600, timeout: { action: 'keep-holding' } } as const;
const policy: PolicyDocument = {
  rules: [
    { name: 'Sure', when: 'confidence >= thresholds.high', route: { kind: 'release' } },
    { name: 'Fair', when: 'confidence >= 0.6', route: { kind: 'release-and-review', dueSeconds: 600 } },
  ],
  otherwise: hold,
  thresholds: [{ name: 'high', value: 0.9 }],
  audit: { rate: 0.5, floor: 0.1 },
  overload: {
    limits: [{ tier: 1, backlog: 10, overdueSeconds: 3600 }],
    everySeconds: 60,
    steps: [
      { action: 'set-threshold', threshold: 'high', value: 0.8 },
      { action: 'sample-less', factor: 0.1 },
      { action: 'hold-reviews' },
      { action: 'safe-output', output: 'other' },
    ],
  },
};

const stage = await openStage({ policy });
const { deps, db, owner, useCaseId } = stage;
const { submit, bringNews } = await openStageWork(stage);

function step(): Promise<void> {
  return stepOverload(deps, deps.clock.now());
}

async function stepsTaken(): Promise<number> {
  return (await db.row<{ steps: number }>(sql`select steps from overload_state`))?.steps ?? 0;
}

async function steps() {
  const entries = await entriesWritten(db);
  return entries.filter(({ kind }) => kind.startsWith('overload.'));
}

async function fill(count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => submit({ confidence: 0.1 })));
}

async function empty(): Promise<void> {
  await db.run(sql`update task set state = 'cancelled' where state = 'open'`);
}

test('below the limits nothing happens, and nothing is written', async () => {
  await fill(10);
  await step();
  assert.deepEqual([await stepsTaken(), await steps()], [0, []]);
  const { items } = await openOverloadList(db)(deps.clock.now());
  assert.deepEqual(items, [
    {
      useCaseId,
      useCaseName: 'Support',
      policyVersionId: stage.policyVersionId,
      steps: 0,
      of: 4,
      sentence: null,
      since: null,
      limits: [{ tier: 1, backlog: 10, backlogLimit: 10, overdueSeconds: 0, overdueSecondsLimit: 3600 }],
    },
  ]);
});

test('above a limit the first step is taken, and counts from the next commit on', async () => {
  assert.equal((await submit({ confidence: 0.85 })).route, 'release-and-review');
  await step();
  assert.equal(await stepsTaken(), 1);
  const routed = await submit({ confidence: 0.85 });
  assert.equal(routed.route, 'release');
  assert.deepEqual(
    routed.reasons.map(({ code }) => code),
    ['policy.rule', 'overload'],
  );
  assert.deepEqual(await submit({ confidence: 0.85, decisionId: routed.decisionId }), routed);
  const [entry] = await steps();
  assert.deepEqual(entry?.about, { policyVersion: stage.policyVersionId, useCase: useCaseId });
  assert.deepEqual(entry?.facts, {
    action: 'set-threshold',
    backlog1: 11,
    backlog2: 0,
    overdueSeconds1: 0,
    overdueSeconds2: 0,
    step: 1,
    steps: 1,
  });
});

test('the next step waits its time, however many look and however long the queue', async () => {
  await Promise.all([1, 2, 3].map(step));
  assert.equal(await stepsTaken(), 1);
  stage.moveClock(60_000);
  await Promise.all(Array.from({ length: 5 }, step));
  assert.equal(await stepsTaken(), 2, 'of several workers one takes the step');
  assert.equal((await steps()).length, 2);
});

test('while sampling is reduced its decisions are in strata of their own', async () => {
  const routed = await submit({ confidence: 0.95 });
  const row = await db.row<{ stratum: string; inclusion_probability: number }>(sql`
    select stratum, inclusion_probability from decision where decision_id = ${routed.decisionId}`);
  assert.deepEqual(row, { stratum: 'rest~1', inclusion_probability: 0.1 });
});

test('with all steps taken the caller gets the safe output at once, and nobody is asked', async () => {
  for (const expected of [3, 4, 4]) {
    stage.moveClock(60_000);
    await step();
    assert.equal(await stepsTaken(), expected);
  }
  for (const confidence of [0.1, 0.7]) {
    const routed = await submit({ confidence });
    assert.deepEqual(
      [routed.route, routed.state, routed.released, routed.taskId],
      ['hold', 'defaulted', false, null],
    );
    const outcome = (await outcomesOf(db, [routed.decisionId])).get(routed.decisionId);
    assert.deepEqual(
      [outcome?.state, outcome?.final, outcome?.use, outcome?.output],
      ['defaulted', true, 'replacement', 'other'],
    );
    assert.deepEqual(await submit({ confidence, decisionId: routed.decisionId }), routed);
    const row = await db.row<{ inclusion_probability: number; context_id: string | null }>(sql`
      select inclusion_probability, context_id from decision where decision_id = ${routed.decisionId}`);
    assert.equal(row?.inclusion_probability, 0);
    assert.ok(row.context_id);
  }
  const { items } = await openOverloadList(db)(deps.clock.now());
  assert.match(items[0]?.sentence ?? '', /^People are saturated: .*safe output\.$/);
});

test('when people have caught up the steps are taken back, the last one first', async () => {
  await empty();
  for (const expected of [3, 2, 1, 0, 0]) {
    stage.moveClock(60_000);
    await step();
    assert.equal(await stepsTaken(), expected);
  }
  const left = (await steps()).filter(({ kind }) => kind === 'overload.left');
  assert.deepEqual(
    left.map(({ facts }) => [facts.action, facts.step, facts.steps]),
    [
      ['safe-output', 4, 3],
      ['hold-reviews', 3, 2],
      ['sample-less', 2, 1],
      ['set-threshold', 1, 0],
    ],
  );
  const routed = await submit({ confidence: 0.85 });
  const row = await db.row<{ context_id: string | null; stratum: string }>(sql`
    select context_id, stratum from decision where decision_id = ${routed.decisionId}`);
  assert.deepEqual(row, { context_id: null, stratum: 'rest' });
});

test('what is overdue saturates as well', async () => {
  await fill(1);
  stage.moveClock(600_000 + 3_601_000);
  await step();
  assert.equal(await stepsTaken(), 1);
  const last = (await steps()).at(-1);
  assert.ok(Number(last?.facts.overdueSeconds1) > 3600);
});

test('steps end with the policy they belong to, from its first commit on', async () => {
  assert.equal(await stepsTaken(), 1);
  const at = deps.clock.now();
  const draft = await draftPolicy(deps, owner, { useCaseId }, at);
  await publishPolicy(deps, owner, { ...draft, inForce: stage.policyVersionId }, at);
  assert.equal((await submit({ confidence: 0.85 })).route, 'release-and-review');
  await step();
  const [replaced] = (await steps()).filter(({ facts }) => facts.because === 'policy-replaced');
  assert.deepEqual(replaced?.about.policyVersion, stage.policyVersionId);
  assert.equal(await stepsTaken(), 1, 'people are still saturated, and the new contract says so, too');
  const state = await db.row<{ policy_version_id: string }>(
    sql`select policy_version_id from overload_state`,
  );
  assert.equal(state?.policy_version_id, draft.policyVersionId);
});

test('where no policy has a contract there is nothing to do', async () => {
  const at = deps.clock.now();
  const { overload: _, ...without } = policy;
  const before = await db.row<{ policy_version_id: string }>(sql`
    select policy_version_id from policy_version where state = 'published'`);
  const draft = await draftPolicy(deps, owner, { useCaseId, document: without }, at);
  await publishPolicy(deps, owner, { ...draft, inForce: before?.policy_version_id ?? null }, at);
  await step();
  assert.equal(await db.row(sql`select from overload_state`), null);
  assert.deepEqual(await openOverloadList(db)(deps.clock.now()), { items: [] });
  await bringNews();
});
