import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { Refusal } from '../../../platform/refusal.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import { addTraffic } from '../../../testing/graded-traffic.ts';
import { openStage } from '../../../testing/stage.ts';
import { openStageWork } from '../../../testing/stage-work.ts';
import type { SweepAsk } from '../sweeping/sweep-segments.ts';
import { openReplayThread, ThreadFailure } from './replay-thread.ts';

const stage = await openStage();
const { db, useCaseId } = stage;
const { bringNews } = await openStageWork(stage);
await addTraffic(stage, { decisions: 200 });
await bringNews();
const thread = openReplayThread({ databaseUrl: db.url, cacheBytes: 1e6 });
after(() => thread.end());

const sweep: SweepAsk = {
  useCaseId,
  score: 'confidence',
  fromMs: 0,
  beforeMs: 1e14,
  sliceBy: null,
  modelVersionId: null,
  every: 10,
};
const noReplay = () => ({ name: 'replay', replayId: uuidv7(Date.now()) }) as const;

async function failureOf(asked: Promise<unknown>): Promise<Error> {
  try {
    await asked;
  } catch (error) {
    assert.ok(error instanceof Error);
    return error;
  }
  return assert.fail('it was answered');
}

test('a task is answered by the thread, several at once each with its own answer', async () => {
  const [all, none] = await Promise.all([
    thread.ask<{ decisions: number }>({ name: 'sweep', ask: sweep }),
    thread.ask<{ decisions: number }>({ name: 'sweep', ask: { ...sweep, beforeMs: 1 } }),
  ]);
  assert.deepEqual([all.decisions, none.decisions], [200, 0]);
});

test('a thread that was asked keeps the process no longer alive than before', async () => {
  const ports = () => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;
  const before = ports();
  const other = openReplayThread({ databaseUrl: db.url, cacheBytes: 1e6 });
  await other.ask({ name: 'sweep', ask: sweep });
  assert.equal(ports(), before);
  await other.end();
});

test('a thread gives way to all others, one that somebody waits for to fewer', {
  skip: process.platform !== 'linux',
}, async () => {
  const niceness = () =>
    readdirSync('/proc/self/task').map((id) =>
      Number(readFileSync(`/proc/self/task/${id}/stat`, 'utf8').split(') ')[1]?.split(' ')[16]),
    );
  await thread.ask({ name: 'sweep', ask: sweep });
  const awaited = openReplayThread({ databaseUrl: db.url, cacheBytes: 1e6, awaited: true });
  assert.equal(niceness().filter((nice) => nice === 10).length, 0);
  await awaited.ask({ name: 'sweep', ask: sweep });
  const found = niceness();
  assert.deepEqual(
    [10, 19].map((nice) => found.filter((one) => one === nice).length),
    [1, 1],
  );
  await awaited.end();
});

test('what cannot be done comes back as its sentence, and is no bug', async () => {
  const failure = await failureOf(thread.ask(noReplay()));
  assert.ok(failure instanceof ThreadFailure);
  assert.deepEqual([failure.message, failure.expected], ['The replay is not there any more.', true]);
});

test('a refusal inside the thread is the same refusal outside', async () => {
  const asked = thread.ask({ name: 'sweep', ask: { ...sweep, score: 'calibrated' } });
  const refusal = await failureOf(asked);
  assert.ok(refusal instanceof Refusal);
  assert.deepEqual(
    [refusal.kind, refusal.code, refusal.details.todo],
    ['unprocessable', 'sweep.no-score', 'Sweep the confidence, or publish a policy that names a map.'],
  );
});

test('a bug inside the thread is told from what was to be expected, and the thread goes on', async () => {
  const failure = await failureOf(thread.ask({ name: 'replay', replayId: 'no id at all' }));
  assert.ok(failure instanceof ThreadFailure);
  assert.equal(failure.expected, false);
  const { decisions } = await thread.ask<{ decisions: number }>({ name: 'sweep', ask: sweep });
  assert.equal(decisions, 200);
});

test('ending fails what is under way, and the next task starts it anew', async () => {
  const asked = failureOf(thread.ask({ name: 'sweep', ask: sweep }));
  await thread.end();
  assert.match((await asked).message, /has ended/);
  const { decisions } = await thread.ask<{ decisions: number }>({ name: 'sweep', ask: sweep });
  assert.equal(decisions, 200);
});

test('what is asked while the thread is ending is done by the next one', async () => {
  const ending = thread.end();
  const { decisions } = await thread.ask<{ decisions: number }>({ name: 'sweep', ask: sweep });
  assert.equal(decisions, 200);
  await ending;
});
