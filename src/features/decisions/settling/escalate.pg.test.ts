// Held decisions whose time runs out: experts take them over, or the caller gets a safe output.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicyDocument } from '../../../contract/policies.ts';
import { sql } from '../../../db/sql.ts';
import { openStage, personWith } from '../../../testing/stage.ts';
import { openStageWork } from '../../../testing/stage-work.ts';
import { entriesAbout } from '../../ledger/reading/entries-about.ts';
import { claimNext } from '../../reviews/claims/claim-next.ts';
import { claimTask } from '../../reviews/claims/claim-task.ts';
import { parkTask } from '../../reviews/claims/park-task.ts';
import { submitVerdict } from '../../reviews/verdicts/submit-verdict.ts';
import { withdrawVerdict } from '../../reviews/verdicts/withdraw-verdict.ts';
import { outcomesOf } from '../outcomes/outcomes-of.ts';
import { recordedAt } from '../recorded-at.ts';
import { timeOutDecisions } from './time-out-decisions.ts';

const escalate = { action: 'escalate', afterSeconds: 100 } as const;
const safe = { action: 'safe-output', afterSeconds: 100, output: 'other' } as const;
const several = {
  kind: 'consensus',
  meanwhile: 'hold',
  dueSeconds: 60,
  judgements: { least: 3, most: 3 },
} as const;
const policy: PolicyDocument = {
  rules: [
    { name: 'Several', when: 'label == "fraud"', route: { ...several, timeout: escalate } },
    { name: 'Safe', when: 'label == "other"', route: { kind: 'hold', dueSeconds: 60, timeout: safe } },
    { name: 'Safe after several', when: 'confidence > 0.95', route: { ...several, timeout: safe } },
    {
      name: 'Experts at once',
      when: 'confidence > 0.9',
      route: { kind: 'hold', tier: 2, dueSeconds: 60, timeout: escalate },
    },
  ],
  otherwise: { kind: 'hold', dueSeconds: 60, timeout: escalate },
  audit: { rate: 0 },
};

const stage = await openStage({ policy, undoSeconds: 30 });
const { deps, db } = stage;
const { submit, judge, bringNews, stateOf } = await openStageWork(stage);
const plain = { confidence: 0.5 };

function timeOut(): Promise<number> {
  return timeOutDecisions(deps, deps.clock.now());
}

async function taskOf(taskId: string | null) {
  const row = await db.row<{
    state: string;
    tier: number;
    due_at: Date;
    escalated_at: Date | null;
    slots: string[];
  }>(
    sql`
    select task.state, task.tier, due_at, escalated_at,
      array(select slot.tier || ' ' || slot.state from slot where slot.task_id = task.task_id order by slot_number) as slots
    from task where task_id = ${taskId}`,
  );
  assert.ok(row);
  return row;
}

async function kindsAbout(decisionId: string): Promise<string[]> {
  const entries = await entriesAbout(db, decisionId, await recordedAt(db, decisionId));
  return entries.map(({ entry }) => entry.kind);
}

async function timeOutOf(decisionId: string) {
  return (
    await db.row<{ time_out_at: Date | null }>(sql`
    select time_out_at from decision where decision_id = ${decisionId}`)
  )?.time_out_at;
}

test('experts take over what nobody judged in time, once, with a due time of their own', async () => {
  const { decisionId, taskId } = await submit(plain);
  const reviewer = await personWith(deps, ['reviewer']);
  stage.moveClock(99_000);
  assert.equal(await timeOut(), 0);
  stage.moveClock(1_500);
  const at = deps.clock.now();
  assert.equal(await timeOut(), 1);
  const task = await taskOf(taskId);
  assert.deepEqual([task.state, task.tier, task.slots], ['open', 2, ['2 open']]);
  assert.ok(Math.abs(task.due_at.getTime() - at.getTime() - 60_000) < 5_000);
  assert.ok(task.escalated_at);
  assert.equal((await stateOf(decisionId)).state, 'held');
  assert.equal(await timeOutOf(decisionId), null);
  assert.equal((await claimNext(deps, reviewer, {}, at)).claim, null);
  stage.moveClock(1_000_000);
  assert.equal(await timeOut(), 0, 'after that it is kept');
  assert.deepEqual(await kindsAbout(decisionId), ['decision.recorded', 'task.escalated']);
  await judge(taskId, { kind: 'approve' }, await personWith(deps, ['expert']));
  stage.moveClock(31_000);
  await bringNews();
  assert.equal((await stateOf(decisionId)).state, 'released');
});

test('it is taken out of the hands of a reviewer, who is told; what was typed stays', async () => {
  const { taskId } = await submit(plain);
  const reviewer = await personWith(deps, ['reviewer']);
  stage.moveClock(95_000);
  const claim = await claimTask(deps, reviewer, taskId ?? '', deps.clock.now());
  stage.moveClock(6_000);
  assert.equal(await timeOut(), 1);
  await assert.rejects(
    submitVerdict(
      deps,
      reviewer,
      { taskId: claim.item.taskId, claimToken: claim.claimToken, kind: 'approve' },
      deps.clock.now(),
    ),
    { code: 'claim.stale', message: 'Nobody judged this task in time, so it was given to experts.' },
  );
  const expert = await personWith(deps, ['expert']);
  const taken = await claimTask(deps, expert, claim.item.taskId, deps.clock.now());
  assert.ok(taken.item.escalatedAt);
});

test('what somebody has parked comes back for experts', async () => {
  const { taskId } = await submit(plain);
  const reviewer = await personWith(deps, ['reviewer']);
  const at = deps.clock.now();
  const { claimToken } = await claimTask(deps, reviewer, taskId ?? '', at);
  const until = new Date(at.getTime() + 3_600_000).toISOString();
  await parkTask(deps, reviewer, { taskId: taskId ?? '', claimToken, until }, at);
  stage.moveClock(101_000);
  assert.equal(await timeOut(), 1);
  assert.deepEqual((await taskOf(taskId)).slots, ['2 open']);
});

test('a verdict in its undo window beats the time-out; taken back, the decision escalates at last', async () => {
  const { decisionId, taskId } = await submit(plain);
  stage.moveClock(95_000);
  const reviewer = await personWith(deps, ['reviewer']);
  const { claimToken } = await claimTask(deps, reviewer, taskId ?? '', deps.clock.now());
  const given = { taskId: taskId ?? '', claimToken, kind: 'approve' as const };
  const { verdictId } = await submitVerdict(deps, reviewer, given, deps.clock.now());
  stage.moveClock(10_000);
  assert.equal(await timeOut(), 0);
  await withdrawVerdict(deps, reviewer, verdictId, deps.clock.now());
  assert.equal(await timeOut(), 1);
  assert.deepEqual((await taskOf(taskId)).slots, ['2 open']);
  assert.ok((await kindsAbout(decisionId)).includes('task.escalated'));
});

test('judgements of reviewers count on, and experts give those that are missing', async () => {
  const { decisionId, taskId } = await submit({ label: 'fraud' });
  const reviewer = await personWith(deps, ['reviewer']);
  await judge(taskId, { kind: 'approve' }, reviewer);
  stage.moveClock(101_000);
  assert.equal(await timeOut(), 1);
  assert.deepEqual((await taskOf(taskId)).slots, ['1 judged', '2 open', '2 open']);
  await judge(taskId, { kind: 'reject' }, await personWith(deps, ['expert']));
  await judge(taskId, { kind: 'approve' }, await personWith(deps, ['expert']));
  stage.moveClock(31_000);
  await bringNews();
  assert.equal((await stateOf(decisionId)).state, 'released');
});

test('what experts have already is left to them', async () => {
  const { decisionId, taskId } = await submit({ confidence: 0.92 });
  const before = await taskOf(taskId);
  stage.moveClock(101_000);
  await timeOut();
  assert.deepEqual(await taskOf(taskId), before);
  assert.equal(await timeOutOf(decisionId), null);
  assert.deepEqual(await kindsAbout(decisionId), ['decision.recorded']);
});

test('what experts could not decide either stays held', async () => {
  const { decisionId, taskId } = await submit(plain);
  for (const role of ['reviewer', 'expert'] as const) {
    await judge(taskId, { kind: 'cannot-decide' }, await personWith(deps, [role]));
    stage.moveClock(31_000);
    await bringNews();
  }
  stage.moveClock(101_000);
  await timeOut();
  assert.equal(await timeOutOf(decisionId), null);
  assert.equal((await stateOf(decisionId)).state, 'held');
  assert.equal(await timeOut(), 0);
});

test('the safe output takes the place of the model’s, and people are asked no more', async () => {
  for (const change of [{ label: 'other' }, { confidence: 0.99 }]) {
    const { decisionId, taskId } = await submit(change);
    if (change.confidence) await judge(taskId, { kind: 'approve' }, await personWith(deps, ['reviewer']));
    stage.moveClock(101_000);
    assert.equal(await timeOut(), 1);
    const outcome = (await outcomesOf(db, [decisionId])).get(decisionId);
    assert.deepEqual(
      [outcome?.state, outcome?.final, outcome?.use, outcome?.output],
      ['defaulted', true, 'replacement', 'other'],
    );
    assert.equal((await taskOf(taskId)).state, 'cancelled');
    const kinds = await kindsAbout(decisionId);
    assert.deepEqual(kinds.slice(-2).toSorted(), ['decision.timed-out', 'task.cancelled']);
    assert.equal((await stateOf(decisionId)).event, 'time-out-default');
  }
});

test('two workers and a reviewer at the same instant: it escalates once or is judged', async () => {
  for (let round = 0; round < 5; round++) {
    const { decisionId, taskId } = await submit(plain);
    const reviewer = await personWith(deps, ['reviewer']);
    stage.moveClock(95_000);
    const { claimToken } = await claimTask(deps, reviewer, taskId ?? '', deps.clock.now());
    stage.moveClock(6_000);
    const given = { taskId: taskId ?? '', claimToken, kind: 'approve' as const };
    const [verdict] = await Promise.allSettled([
      submitVerdict(deps, reviewer, given, deps.clock.now()),
      timeOut(),
      timeOut(),
    ]);
    const escalated = (await kindsAbout(decisionId)).filter((kind) => kind === 'task.escalated').length;
    assert.equal(escalated, verdict.status === 'fulfilled' ? 0 : 1);
    assert.equal((await taskOf(taskId)).tier, escalated + 1);
  }
});

test('many are due at once, of every kind: each is carried out', async () => {
  const answers = await Promise.all(
    Array.from({ length: 450 }, (_, n) => submit(n % 3 === 0 ? { label: 'other' } : plain)),
  );
  stage.moveClock(101_000);
  assert.equal(await timeOut(), 450);
  const ids = answers.map(({ decisionId }) => decisionId);
  const rows = await db.rows<{ state: string; tier: number; total: number }>(sql`
    select decision.state, task.tier, count(*)::integer as total
    from decision join task using (task_id)
    where decision.decision_id = any(${ids}::uuid[])
    group by decision.state, task.tier order by decision.state`);
  assert.deepEqual(rows, [
    { state: 'defaulted', tier: 1, total: 150 },
    { state: 'held', tier: 2, total: 300 },
  ]);
});
