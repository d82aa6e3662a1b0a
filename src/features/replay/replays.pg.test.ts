import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Replay } from '../../contract/replays.ts';
import * as contract from '../../contract/replays.ts';
import { openStage, stagePolicy } from '../../testing/stage.ts';
import { openStageServer } from '../../testing/stage-server.ts';
import { openStageWork } from '../../testing/stage-work.ts';
import { until } from '../../testing/until.ts';
import { openReplayThread } from './running/replay-thread.ts';
import { openReplayRunner } from './running/run-replays.ts';

const stage = await openStage({ policy: { ...stagePolicy, audit: { rate: 1 } } });
const { db, deps, useCaseId } = stage;
const { submit, judge, bringNews } = await openStageWork(stage);
const server = await openStageServer(stage);
const owner = await server.person('policy-owner');
const thread = openReplayThread({ databaseUrl: db.url, cacheBytes: 1e6 });
const runner = openReplayRunner(deps, thread);

const start = new Date(Date.now() - 60_000).toISOString();
const end = new Date(Date.now() + 3_600_000).toISOString();
const window = { from: start, before: end };
const strict = {
  ...stagePolicy,
  audit: { rate: 1 },
  rules: stagePolicy.rules.map((rule) =>
    rule.name === 'Confident enough' ? { ...rule, when: 'confidence >= 0.95' } : rule,
  ),
};

async function ask(body: object) {
  return server.call(contract.startReplay, owner, { params: { useCaseId }, body: { ...window, ...body } });
}

async function read(replayId: string): Promise<Replay> {
  return (await server.call(contract.getReplay, owner, { params: { replayId } })).body;
}

/** Has the runner work until the replay has ended. */
async function ended(replayId: string): Promise<Replay> {
  // The entry of its own start is one of those it waits for.
  await bringNews();
  return until('the replay to end', async () => {
    await runner.tick(deps.clock.now());
    const replay = await read(replayId);
    return replay.endedAt === null ? null : replay;
  });
}

async function replayed(body: object): Promise<Replay> {
  const { status, body: made, text } = await ask(body);
  assert.equal(status, 201, text);
  return ended((made as Replay).replayId);
}

test('a window without decisions is refused before anything is started', async () => {
  const { status, body } = await ask({ policyVersionId: stage.policyVersionId });
  assert.deepEqual([status, (body as { code: string }).code], [422, 'replay.no-decisions']);
});

test('a stricter policy: what would have been held, which errors that avoids, and what is not known', async () => {
  const given = [0.97, 0.96, 0.9, 0.9, 0.9, 0.88, 0.8, 0.75, 0.3];
  const made = [];
  for (const confidence of given) made.push(await submit({ confidence, metadata: { country: 'DE' } }));
  const audited = made.filter(({ audited, route }) => audited && route === 'release');
  for (const [index, { taskId }] of audited.entries()) {
    await judge(taskId, index === 0 ? { kind: 'reject', reasonCodes: ['wrong-class'] } : { kind: 'approve' });
  }
  await bringNews();
  const replay = await replayed({ document: strict, sliceBy: 'metadata.country' });
  assert.equal(replay.state, 'done', replay.because ?? '');
  assert.deepEqual(replay.progress, { decisions: given.length, total: given.length });
  const { total, slices, transitions, work } = replay.result!; // it is done
  assert.equal(total.decisions, given.length);
  assert.deepEqual(total.baseline.routes, { release: 6, hold: 1, 'release-and-review': 2, consensus: 0 });
  assert.deepEqual(total.draft.routes, { release: 2, hold: 1, 'release-and-review': 6, consensus: 0 });
  assert.equal(total.moved, 4);
  assert.deepEqual(
    slices.map(({ slice, decisions }) => [slice, decisions]),
    [['DE', given.length]],
  );
  assert.deepEqual(
    transitions.filter(({ from, to }) => from !== to),
    [{ from: 'release', to: 'release-and-review', decisions: 4 }],
  );
  assert.equal(total.baseline.sampled, audited.length);
  assert.equal(total.released.baseline.graded, audited.length);
  assert.equal(work.draft.peakTasksPerHour >= 7, true);
  assert.equal(work.measuredJudgements, audited.length);
});

test('the policy in force, replayed over its own window, moves nothing', async () => {
  const replay = await replayed({ policyVersionId: stage.policyVersionId });
  assert.equal(replay.draft?.version, 1);
  assert.equal(replay.result?.total.moved, 0);
  assert.deepEqual(replay.result?.notes, []);
});

test('what a version does beside another one is a replay with that as the baseline', async () => {
  const replay = await replayed({ document: strict, baseline: stage.policyVersionId });
  assert.deepEqual(replay.baseline, { policyVersionId: stage.policyVersionId, version: 1 });
  assert.equal(replay.result?.total.moved, 4);
});

test('examples name the rules that made the difference', async () => {
  const { replayId } = await replayed({ document: strict });
  const answer = await server.call(contract.replayExamples, owner, {
    params: { replayId },
    query: { from: 'release' },
  });
  const { examples } = answer.body as { examples: { baseline: { rule: string }; draft: { rule: string } }[] };
  assert.equal(examples.length, 4);
  for (const { baseline, draft } of examples) {
    assert.deepEqual([baseline.rule, draft.rule], ['Confident enough', 'Fair']);
  }
});

test('a sweep says what every threshold would have released', async () => {
  const body = { ...window, score: 'confidence', sliceBy: 'label', steps: 100 };
  const {
    body: answer,
    status,
    text,
  } = await server.call(contract.sweepThresholds, owner, { params: { useCaseId }, body });
  assert.equal(status, 200, text);
  const { slices, decisions, safe } = answer as {
    slices: { slice: string | null; points: { threshold: number; released: number }[] }[];
    decisions: number;
    safe: string;
  };
  assert.deepEqual([decisions, safe], [9, 'at-or-above']);
  const released = (threshold: number) =>
    slices[0]?.points.find((point) => point.threshold === threshold)?.released;
  assert.deepEqual([0, 0.3, 0.31, 0.75, 0.9, 0.96, 1].map(released), [9, 9, 8, 8, 5, 2, 0]);
  assert.deepEqual(
    slices.map(({ slice }) => slice),
    [null, 'refund'],
  );
});
