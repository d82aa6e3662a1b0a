import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Replay } from '../../../contract/replays.ts';
import { sql } from '../../../db/sql.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { addTraffic } from '../../../testing/graded-traffic.ts';
import { openStage, stagePolicy } from '../../../testing/stage.ts';
import { openStageWork } from '../../../testing/stage-work.ts';
import { until } from '../../../testing/until.ts';
import { listEntriesAbout } from '../../ledger/reading/list-entries-about.ts';
import { cancelReplay } from '../asking/cancel-replay.ts';
import { type ReplayAsk, startReplay } from '../asking/start-replay.ts';
import { getReplay } from '../queries.ts';
import { openReplayThread } from './replay-thread.ts';
import { openReplayRunner } from './run-replays.ts';

// A replay waits for everything that was recorded before it. So one that runs runs on until the news is brought: that is
// how these tests hold it.

const stage = await openStage({ policy: { ...stagePolicy, rules: [] } });
const { db, deps, useCaseId } = stage;
const { bringNews } = await openStageWork(stage);
await addTraffic(stage, { decisions: 1000, fromDaysAgo: 2 });
const hourMs = 3_600_000;
const now = deps.clock.now().getTime();

/** As another process has them. */
function openProcess() {
  const thread = openReplayThread({ databaseUrl: db.url, cacheBytes: 1e6 });
  after(() => thread.end());
  return { thread, runner: openReplayRunner(deps, thread) };
}
const { thread, runner } = openProcess();

function ask(change: Partial<ReplayAsk> = {}): Promise<Replay> {
  const window = {
    from: new Date(now - 72 * hourMs).toISOString(),
    before: new Date(now + hourMs).toISOString(),
  };
  const document = { ...stagePolicy, rules: [] };
  return startReplay(deps, stage.owner, { useCaseId, document, ...window, ...change }, deps.clock.now());
}

const read = (replayId: string) => getReplay(db, replayId);
const tick = (aheadMs = 0) => runner.tick(new Date(Date.now() + aheadMs));

async function endOf(replayId: string): Promise<Replay> {
  return until('the end of the replay', async () => {
    await bringNews();
    const replay = await read(replayId);
    if (replay.endedAt !== null) return replay;
    await tick();
    return null;
  });
}

/** Nothing of the runner's is left that could reach into the next test. */
async function idle(one = runner): Promise<void> {
  await until('the runner to be idle', () => one.running() === null);
}

/** What the log says about the end of a replay. */
async function endings(replayId: string): Promise<unknown[]> {
  const { items } = await listEntriesAbout(db, { subjectId: replayId, limit: 100, alsoAbout: [] });
  return items.flatMap(({ kind, body }) => (kind === 'replay.ended' ? JSON.parse(body).facts : []));
}

test('one that waits is taken, says how far it is, and ends with its result', async () => {
  const { replayId, state, progress, startedAt } = await ask();
  assert.deepEqual([state, progress.total, startedAt], ['waiting', null, null]);
  await tick();
  assert.equal(runner.running(), replayId);
  const running = await read(replayId);
  assert.deepEqual([running.state, running.progress.decisions, running.result], ['running', 0, null]);
  assert.ok(running.startedAt);
  const done = await endOf(replayId);
  assert.deepEqual([done.state, done.because], ['done', null]);
  assert.deepEqual(done.progress, { decisions: 1000, total: 1000 });
  assert.equal(done.result?.total.decisions, 1000);
  await idle();
});

test('one at a time, in the order they were asked for', async () => {
  const first = await ask();
  const second = await ask();
  await tick();
  await tick();
  assert.equal(runner.running(), first.replayId);
  assert.equal((await read(second.replayId)).state, 'waiting');
  const [one, two] = [await endOf(first.replayId), await endOf(second.replayId)];
  assert.deepEqual([one.state, two.state], ['done', 'done']);
  assert.ok((one.endedAt ?? '') <= (two.startedAt ?? ''));
  await idle();
});

test('one that waits is cancelled at once, and never begun', async () => {
  const { replayId } = await ask();
  const cancelled = await cancelReplay(deps, stage.owner, replayId, deps.clock.now());
  assert.deepEqual([cancelled.state, cancelled.startedAt, cancelled.result], ['cancelled', null, null]);
  await tick();
  assert.equal(runner.running(), null);
  await assert.rejects(
    cancelReplay(deps, stage.owner, replayId, deps.clock.now()),
    (error) => error instanceof Refusal && error.code === 'replay.ended',
  );
});

test('one that runs is cancelled, and what it had in hand is let go', async () => {
  const { replayId } = await ask();
  await tick();
  assert.equal(runner.running(), replayId);
  await cancelReplay(deps, stage.owner, replayId, deps.clock.now());
  await tick();
  await idle();
  await bringNews();
  const cancelled = await read(replayId);
  assert.deepEqual([cancelled.state, cancelled.because, cancelled.result], ['cancelled', null, null]);
  const { examples } = await db
    .row<{ examples: unknown }>(sql`select examples from replay where replay_id = ${replayId}`)
    .then((row) => row ?? assert.fail());
  assert.equal(examples, null);
});

test('one whose process is silent for half a minute is taken over, and ends once', async () => {
  const { replayId, requestedAt } = await ask();
  await tick();
  const other = openProcess();
  await other.runner.tick(new Date(Date.now() + 20_000));
  assert.equal(other.runner.running(), null, 'not yet');
  await other.runner.tick(new Date(Date.now() + 40_000));
  assert.equal(other.runner.running(), replayId);
  // The silent one was only slow: both come to the end.
  const done = await endOf(replayId);
  await idle();
  await idle(other.runner);
  assert.deepEqual([done.state, done.result?.total.decisions], ['done', 1000]);
  assert.ok((done.startedAt ?? '') >= requestedAt, 'it began when it was first taken');
  await bringNews();
  const rows = await db.rows<{ count: number }>(sql`
    select count(*)::integer as count from replay where replay_id = ${replayId} and state = 'done'`);
  assert.deepEqual(rows, [{ count: 1 }]);
  assert.deepEqual(await endings(replayId), [{ state: 'done', decisions: 1000 }]);
});

test('a process that was taken for dead has no more say about a replay that another one has begun again', async () => {
  const { replayId } = await ask();
  await tick();
  const other = openProcess();
  await other.runner.tick(new Date(Date.now() + 40_000));
  await tick(50_000);
  const alive = await db.row<{ alive_at: Date }>(
    sql`select alive_at from replay where replay_id = ${replayId}`,
  );
  assert.ok(
    (alive?.alive_at.getTime() ?? 0) < Date.now() + 45_000,
    'the sign of life is that of the other process',
  );
  await idle();
  assert.equal(other.runner.running(), replayId);
  assert.equal((await endOf(replayId)).state, 'done');
  await idle(other.runner);
});

test('one whose process ends three times is not begun a fourth time, and says why', async () => {
  const { replayId } = await ask();
  let aheadMs = 0;
  for (let attempt = 1; attempt <= 3; attempt++) {
    // It takes its process down: nobody says anything of it any more.
    const { runner: doomed } = openProcess();
    await doomed.tick(new Date(Date.now() + aheadMs));
    assert.equal(doomed.running(), replayId, `attempt ${attempt}`);
    const counted = await db.row<{ attempts: number }>(
      sql`select attempts from replay where replay_id = ${replayId}`,
    );
    assert.equal(counted?.attempts, attempt, 'counted before it runs');
    aheadMs += 40_000;
  }
  await tick(aheadMs);
  const failed = await read(replayId);
  assert.deepEqual([failed.state, failed.result], ['failed', null]);
  assert.match(failed.because ?? '', /begun 3 times.*shorter window/);
  assert.deepEqual(await endings(replayId), [{ state: 'failed', decisions: 0 }]);
  assert.equal(runner.running(), null);
});

test('one whose process is told to stop waits again, as if it had never been begun, and another process takes it up at once', async () => {
  const { replayId } = await ask();
  for (let restart = 1; restart <= 4; restart++) {
    const { runner: stopped } = openProcess();
    await stopped.tick(new Date());
    assert.equal(stopped.running(), replayId, `restart ${restart}`);
    await stopped.stop();
    await idle(stopped);
    const { state, progress } = await read(replayId);
    assert.deepEqual([state, progress], ['waiting', { decisions: 0, total: null }]);
  }
  await tick();
  assert.equal(runner.running(), replayId);
  assert.equal((await endOf(replayId)).state, 'done');
  await idle();
});

test('two processes never take the same one', async () => {
  const [first, second] = [await ask(), await ask()];
  const other = openProcess();
  await Promise.all([tick(), other.runner.tick(new Date())]);
  const taken = [runner.running(), other.runner.running()];
  assert.deepEqual(new Set(taken), new Set([first.replayId, second.replayId]));
  for (const { replayId } of [first, second]) assert.equal((await endOf(replayId)).state, 'done');
  await idle();
  await idle(other.runner);
});

test('a window whose segments reach over it, but hold nothing in it, fails with a sentence', async () => {
  const [gap] = await db.rows<{ from_at: Date; to_at: Date }>(sql`
    select recorded_at as from_at, lead(recorded_at) over (order by recorded_at) as to_at
    from decision order by recorded_at limit 1`);
  assert.ok(gap);
  const from = new Date(gap.from_at.getTime() + 1).toISOString();
  const { replayId } = await ask({ from, before: gap.to_at.toISOString() });
  const failed = await endOf(replayId);
  assert.deepEqual(
    [failed.state, failed.because, failed.result],
    ['failed', 'No decisions were recorded in this window.', null],
  );
  await idle();
});

test('when the thread dies the replay fails, and the next one runs in a new thread', async () => {
  const [first, second] = [await ask(), await ask()];
  await tick();
  await thread.end();
  await idle();
  const failed = await read(first.replayId);
  assert.equal(failed.state, 'failed');
  assert.match(failed.because ?? '', /on our side/);
  await tick();
  assert.equal((await endOf(second.replayId)).because, null);
  await idle();
});

test('segments that are damaged are our fault, and said to be', async () => {
  await db.run(sql`update decision_segment set packed = substring(packed from 3)`);
  // Another process, for this one has them in its cache.
  const other = openProcess();
  const { replayId } = await ask();
  await bringNews();
  await other.runner.tick(new Date());
  await idle(other.runner);
  const failed = await read(replayId);
  assert.equal(failed.state, 'failed');
  assert.match(failed.because ?? '', /the log tells more/);
});
