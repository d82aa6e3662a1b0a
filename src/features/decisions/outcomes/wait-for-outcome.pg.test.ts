import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getOutcome, type Outcome } from '../../../contract/decisions.ts';
import { openDatabase } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { openStage } from '../../../testing/stage.ts';
import { openStageServer } from '../../../testing/stage-server.ts';
import { openStageWork } from '../../../testing/stage-work.ts';
import { waitForOutcome } from './wait-for-outcome.ts';

const stage = await openStage();
const { submit, judge, bringNews } = await openStageWork(stage);
const server = await openStageServer(stage);
const key = await server.key();
const never = new AbortController().signal;
const unknown = '01990000-0000-7000-8000-000000000000';

async function ask(decisionId: string, wait?: number) {
  const query = wait === undefined ? {} : { query: { wait } };
  const answer = await server.call(getOutcome, key, { params: { decisionId }, ...query });
  assert.equal(answer.status, 200, answer.text);
  return answer.body as Outcome;
}

async function timed<T>(work: Promise<T>): Promise<[T, number]> {
  const startedMs = performance.now();
  return [await work, performance.now() - startedMs];
}

test('a released decision has its outcome at once, however long the caller would wait', async () => {
  const { decisionId } = await submit({ confidence: 0.9 });
  const [outcome, tookMs] = await timed(ask(decisionId, 60));
  assert.deepEqual(outcome, {
    decisionId,
    state: 'released',
    final: true,
    use: 'original',
    reasonCodes: [],
    settledAt: null,
  });
  assert.ok(tookMs < 5_000);
});

test('without waiting a held decision answers that it is held', async () => {
  const { decisionId } = await submit({ confidence: 0.1 });
  for (const wait of [undefined, 0]) {
    const { state, final, use } = await ask(decisionId, wait);
    assert.deepEqual([state, final, use], ['held', false, 'wait']);
  }
});

test('who waits is woken by the verdict, everybody at once', async () => {
  const { decisionId, taskId } = await submit({ confidence: 0.1 });
  const waiting = Promise.all([ask(decisionId, 50), ask(decisionId, 50), ask(decisionId, 50)]);
  await judge(taskId, { kind: 'edit', output: 'other' });
  await bringNews();
  for (const outcome of await waiting) {
    assert.deepEqual([outcome.state, outcome.use, outcome.output], ['edited', 'replacement', 'other']);
  }
});

test('at the end of the wait a decision still held is answered as such', async () => {
  const { decisionId } = await submit({ confidence: 0.1 });
  const [outcome, tookMs] = await timed(ask(decisionId, 1));
  assert.equal(outcome.final, false);
  assert.ok(tookMs >= 950, `${tookMs} ms`);
});

test('what another process settled is found within a second', async () => {
  const { decisionId } = await submit({ confidence: 0.1 });
  const waiting = timed(ask(decisionId, 50));
  await stage.db.run(sql`update decision set state = 'rejected' where decision_id = ${decisionId}`);
  const [outcome, tookMs] = await waiting;
  assert.equal(outcome.state, 'rejected');
  assert.ok(tookMs < 10_000);
});

test('two databases in one process each have their waiters', async () => {
  const other = openDatabase({ url: stage.db.url, connections: 2 });
  const [first, second] = [await submit({ confidence: 0.1 }), await submit({ confidence: 0.1 })];
  const waiting = Promise.all([
    waitForOutcome(stage.db, first.decisionId, { waitMs: 50_000, signal: never }),
    waitForOutcome(other, second.decisionId, { waitMs: 50_000, signal: never }),
  ]);
  const ids = [first.decisionId, second.decisionId];
  await stage.db.run(sql`update decision set state = 'rejected' where decision_id = any(${ids}::uuid[])`);
  assert.deepEqual(
    (await waiting).map(({ state }) => state),
    ['rejected', 'rejected'],
  );
  await other.close();
});

test('nobody waits for a caller who hung up', async () => {
  const { decisionId } = await submit({ confidence: 0.1 });
  const gone = new AbortController();
  const waiting = timed(waitForOutcome(stage.db, decisionId, { waitMs: 50_000, signal: gone.signal }));
  setTimeout(() => gone.abort(), 50);
  const [outcome, tookMs] = await waiting;
  assert.equal(outcome.final, false);
  assert.ok(tookMs < 10_000);
});

test('over a real connection hanging up ends the wait, and many waits on one connection leave nothing behind', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on('warning', note);
  const url = await server.listen();
  const { decisionId } = await submit({ confidence: 0.1 });
  const address = `${url}/v1/decisions/${decisionId}/outcome`;
  await assert.rejects(fetch(`${address}?wait=50`, { headers: key, signal: AbortSignal.timeout(200) }));
  for (let i = 0; i < 30; i++) await (await fetch(address, { headers: key })).json();
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', note);
  assert.deepEqual(warnings, []);
});

test('an unknown decision is not found, and a wait beyond a minute is refused', async () => {
  const lost = await server.call(getOutcome, key, { params: { decisionId: unknown }, query: { wait: 30 } });
  assert.deepEqual([lost.status, (lost.body as { code: string }).code], [404, 'decision.unknown']);
  const long = await server.call(getOutcome, key, { params: { decisionId: unknown }, query: { wait: 61 } });
  assert.deepEqual([long.status, (long.body as { code: string }).code], [400, 'request.invalid']);
});

test('a server that shuts down answers who waits with what there is', async () => {
  const { decisionId } = await submit({ confidence: 0.1 });
  const second = await openStageServer(stage);
  const url = await second.listen();
  const waiting = fetch(`${url}/v1/decisions/${decisionId}/outcome?wait=50`, { headers: key });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const [, tookMs] = await timed(second.close());
  assert.equal(((await (await waiting).json()) as Outcome).state, 'held');
  assert.ok(tookMs < 10_000, `${tookMs} ms`);
});
