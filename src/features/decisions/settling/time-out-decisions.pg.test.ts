import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicyDocument } from '../../../contract/policies.ts';
import { sql } from '../../../db/sql.ts';
import { openStage, personWith } from '../../../testing/stage.ts';
import { openStageWork } from '../../../testing/stage-work.ts';
import { watchTransactions } from '../../../testing/watched-transactions.ts';
import { resolveDueTasks } from '../../reviews/resolve-tasks.ts';
import { outcomesOf } from '../outcomes/outcomes-of.ts';
import { timeOutDecisions } from './time-out-decisions.ts';

const hold = { kind: 'hold', dueSeconds: 60 } as const;
const policy: PolicyDocument = {
  rules: [
    {
      name: 'Reject',
      when: 'label == "fraud"',
      route: { ...hold, timeout: { action: 'reject', afterSeconds: 100 } },
    },
    {
      name: 'Flag',
      when: 'label == "refund"',
      route: { ...hold, timeout: { action: 'release-and-flag', afterSeconds: 100 } },
    },
    { name: 'Unknowable', when: 'metadata.amount > 5', route: { kind: 'release' } },
  ],
  otherwise: { ...hold, timeout: { action: 'keep-holding' } },
  audit: { rate: 0 },
};

const stage = await openStage({ policy, undoSeconds: 30 });
const { submit, judge, bringNews, stateOf } = await openStageWork(stage);

function timeOut(): Promise<number> {
  return timeOutDecisions(stage.deps, stage.deps.clock.now());
}

async function taskStateOf(taskId: string | null): Promise<string | undefined> {
  return (await stage.db.row<{ state: string }>(sql`select state from task where task_id = ${taskId}`))
    ?.state;
}

const rejecting = { label: 'fraud', output: 'fraud' };
const flagging = { label: 'refund', output: 'refund' };

test('a decision nobody judged in time is rejected or released with a flag, as its policy says, and its task ends', async () => {
  const rejected = await submit(rejecting);
  const flagged = await submit(flagging);
  assert.equal(await timeOut(), 0, 'not yet');
  stage.moveClock(101_000);
  assert.equal(await timeOut(), 2);
  assert.equal((await stateOf(rejected.decisionId)).state, 'rejected');
  assert.equal((await stateOf(flagged.decisionId)).state, 'flagged');
  for (const { taskId } of [rejected, flagged]) assert.equal(await taskStateOf(taskId), 'cancelled');
  const outcomes = await outcomesOf(stage.db, [rejected.decisionId, flagged.decisionId]);
  assert.equal(outcomes.get(rejected.decisionId)?.use, 'none');
  assert.equal(outcomes.get(flagged.decisionId)?.use, 'original');
  assert.equal(await timeOut(), 0, 'once');
});

test('where the policy keeps holding, and where it could not be evaluated, nothing ever times out', async () => {
  const kept = await submit({ label: 'other', output: 'other', metadata: { amount: 1 } });
  const failedClosed = await submit({ label: 'other', output: 'other' });
  assert.equal(failedClosed.reasons[0]?.code, 'policy.cannot-evaluate');
  stage.moveClock(30 * 86_400_000);
  assert.equal(await timeOut(), 0);
  for (const { decisionId } of [kept, failedClosed]) assert.equal((await stateOf(decisionId)).state, 'held');
});

test('a person who judged just in time is not overruled while the undo window runs, nor while the news travels', async () => {
  const { decisionId, taskId } = await submit(rejecting);
  stage.moveClock(90_000);
  await judge(taskId, { kind: 'approve' });
  stage.moveClock(20_000);
  assert.equal(await timeOut(), 0, 'judged, still undoable');
  stage.moveClock(20_000);
  await resolveDueTasks(stage.deps, stage.deps.clock.now());
  assert.equal(await timeOut(), 0, 'resolved, not settled yet');
  await bringNews();
  assert.deepEqual((await stateOf(decisionId)).event, 'approve');
});

test('a decision that experts could not decide either times out like any other', async () => {
  const { decisionId, taskId } = await submit(rejecting);
  for (const role of ['reviewer', 'expert'] as const) {
    await judge(taskId, { kind: 'cannot-decide' }, await personWith(stage.deps, [role]));
    stage.moveClock(31_000);
    await bringNews();
  }
  assert.equal(await taskStateOf(taskId), 'resolved');
  assert.equal(await timeOut(), 0, 'not due yet');
  stage.moveClock(60_000);
  assert.equal(await timeOut(), 1);
  assert.equal((await stateOf(decisionId)).state, 'rejected');
});

test('a backlog of time-outs is worked off in one run, behind judged ones too, and two workers share it', async () => {
  const judged = await submit(rejecting);
  await Promise.all(Array.from({ length: 450 }, () => submit(rejecting)));
  stage.moveClock(99_000);
  await judge(judged.taskId, { kind: 'approve' });
  stage.moveClock(2_000);
  const [one, other] = await Promise.all([timeOut(), timeOut()]);
  assert.equal(one + other + (await timeOut()), 450);
  assert.equal((await stateOf(judged.decisionId)).state, 'held');
});

test('many time-outs at once cost a handful of statements, and each task has its entry', async () => {
  const held = await Promise.all(Array.from({ length: 60 }, () => submit(rejecting)));
  stage.moveClock(101_000);
  let statements = 0;
  const db = watchTransactions(stage.db, (boundary) => {
    if (boundary === 'before-statement') statements += 1;
  });
  assert.equal(await timeOutDecisions({ db }, stage.deps.clock.now()), 60);
  assert.ok(statements < 20, `${statements} statements for 60 decisions`);
  for (const { taskId } of held) assert.equal(await taskStateOf(taskId), 'cancelled');
  const told = await stage.db.row<{ entries: number }>(sql`
    select count(distinct subject_id)::integer as entries
    from ledger_subject
    where subject_id = any(${held.map(({ taskId }) => taskId)}::uuid[])`);
  assert.equal(told?.entries, 60);
});
