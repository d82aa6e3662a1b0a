import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Claim } from '../../../contract/reviews.ts';
import type { Person } from '../../../core/access/actor.ts';
import { testDatabase } from '../../../testing/database.ts';
import { type Desk, freshDesk } from '../../../testing/review-desk.ts';
import { submitVerdict } from '../verdicts/submit-verdict.ts';
import { claimTask } from './claim-task.ts';
import { heartbeat } from './heartbeat.ts';
import { parkTask } from './park-task.ts';
import { releaseTask } from './release-task.ts';

const db = await testDatabase();

type Given = { desk: Desk; ada: Person; bob: Person; taskId: string; old: Claim };

/** Ada holds the only task. */
async function held(): Promise<Given> {
  const desk = await freshDesk(db);
  const [ada, bob] = [await desk.person('Ada'), await desk.person('Bob')];
  const [task] = await desk.open(1);
  const taskId = task?.taskId ?? '';
  return { desk, ada, bob, taskId, old: await claimTask(desk.deps, ada, taskId, desk.after(0)) };
}

/** What Ada is told when she judges by her first claim, and when her page keeps it alive. */
async function refusals({ desk, ada, taskId, old: { claimToken } }: Given, seconds: number): Promise<string> {
  const at = desk.after(seconds);
  const told = [];
  for (const attempt of [
    () => submitVerdict(desk.deps, ada, { taskId, claimToken, kind: 'approve' }, at),
    () => heartbeat(desk.deps, ada, { taskId, claimToken }, at),
    () => releaseTask(desk.deps, ada, { taskId, claimToken, reason: 'pause' }, at),
  ]) {
    const refusal = await attempt().then(
      () => assert.fail('it was taken'),
      (thrown: { code: string; message: string }) => thrown,
    );
    assert.equal(refusal.code, 'claim.stale');
    told.push(refusal.message);
  }
  assert.equal(new Set(told).size, 1, 'the same reason, whatever was tried');
  return told[0] ?? '';
}

test('in a window left open, a claim made anew in another window is told as one’s own', async () => {
  const given = await held();
  const { desk, ada, taskId, old } = given;
  await releaseTask(desk.deps, ada, { taskId, claimToken: old.claimToken, reason: 'pause' }, desk.after(1));
  await claimTask(desk.deps, ada, taskId, desk.after(2));
  assert.match(await refusals(given, 3), /^You have claimed this task again since/);
});

test('who has parked the task is told so, others who has parked it', async () => {
  const given = await held();
  const { desk, ada, bob, taskId, old } = given;
  const until = desk.after(3600).toISOString();
  await parkTask(desk.deps, ada, { taskId, claimToken: old.claimToken, until }, desk.after(1));
  assert.equal(await refusals(given, 2), 'You parked this task; resume it first.');
  await assert.rejects(claimTask(desk.deps, bob, taskId, desk.after(2)), {
    code: 'task.claimed-by-another',
    message: 'Ada has parked this task.',
  });
});

test('a claim that has run out is told apart from one that another took over', async () => {
  const given = await held();
  const { desk, bob, taskId } = given;
  assert.match(await refusals(given, 10_000), /nobody has taken it yet/);
  await claimTask(desk.deps, bob, taskId, desk.after(10_001));
  assert.equal(await refusals(given, 10_002), 'Your claim has ended; Bob has this task now.');
});
