import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getReliability, type Reliability } from '../../../contract/calibration.ts';
import { addTraffic } from '../../../testing/graded-traffic.ts';
import { openStage, stagePolicy } from '../../../testing/stage.ts';
import { openStageServer } from '../../../testing/stage-server.ts';
import { openStageWork } from '../../../testing/stage-work.ts';

const stage = await openStage({ policy: { ...stagePolicy, audit: { rate: 1 } } });
const server = await openStageServer(stage);
const owner = await server.person('policy-owner');
const params = { useCaseId: stage.useCaseId };
const usual = { modelVersionId: stage.modelVersionId, source: 'graded' };

async function ask(query: Record<string, unknown> = {}) {
  const { status, body } = await server.call(getReliability, owner, {
    params,
    query: { ...usual, ...query },
  });
  return { status, body: body as Reliability & { code: string; detail: string; todo: string } };
}

test('without decisions every number is null, and it is told why', async () => {
  const { status, body } = await ask();
  assert.equal(status, 200);
  assert.deepEqual([body.labels.graded, body.labels.coverage, body.meanConfidence], [0, null, null]);
  assert.match(body.labels.notes.join(), /no decisions of this model version/);
  assert.deepEqual([body.ece.value, body.ece.indistinguishable, body.scores.brier.value], [null, null, null]);
  assert.equal(body.gap.because, 'There are no labels.');
  assert.match(body.gapSentence, /no labels yet/);
  assert.deepEqual([body.curve, body.values], [[], []]);
});

test('one label, then labels that all agree: no verdict, and nothing breaks', async () => {
  const work = await openStageWork(stage);
  const first = await work.submit({ confidence: 0.95 });
  await work.judge(first.taskId, { kind: 'approve' });
  await work.bringNews();
  const one = await ask();
  assert.deepEqual([one.body.labels.graded, one.body.labels.nEffective], [1, 1]);
  assert.match(one.body.gapSentence, /too few for a verdict/);
  assert.equal(one.body.scores.auroc, null);
  const second = await work.submit({ confidence: 0.95 });
  await work.judge(second.taskId, { kind: 'reject' });
  await work.bringNews();
  const two = await ask();
  assert.deepEqual([two.body.labels.graded, two.body.labels.wrong], [2, 1]);
  assert.deepEqual(
    two.body.values.map(({ confidence, n, accuracy }) => [confidence, n, accuracy]),
    [[0.95, 2, 0.5]],
  );
});

test('design weights see through the selection of the doubtful, and plain counts would not', async () => {
  const { wrong } = await addTraffic(stage, {
    decisions: 20_000,
    rightAt: (confidence) => confidence - 0.1,
    auditRate: 0.05,
    routedBelow: 0.7,
    fromDaysAgo: 40,
    toDaysAgo: 31,
  });
  const window = { before: new Date(Date.now() - 30 * 86_400_000).toISOString() };
  for (const source of ['graded', 'audited']) {
    const { body } = await ask({ ...window, source });
    assert.equal(body.labels.population, 20_000);
    assert.equal(body.labels.coverage, 1);
    const { interval } = body.gap;
    assert.ok(interval && interval.low < 0.1 && interval.high > 0.1, `${source} ${JSON.stringify(body.gap)}`);
    const { value, interval: around } = body.accuracy;
    const truth = 1 - wrong / 20_000;
    assert.ok(value !== null && around && around.low < truth && around.high > truth, `${value} for ${truth}`);
    assert.equal(body.ece.indistinguishable, false);
    assert.equal(body.labels.nEffective < body.labels.graded, source === 'graded');
    assert.match(body.gapSentence, /^On average too confident by/);
  }
});

test('slices and windows narrow it down, the same labels give the same report', async () => {
  const window = { before: new Date(Date.now() - 30 * 86_400_000).toISOString() };
  const german = await ask({ ...window, sliceBy: 'metadata.country', slice: 'DE' });
  assert.deepEqual(german.body.slice, { by: 'metadata.country', value: 'DE' });
  const { population } = german.body.labels;
  assert.ok(population !== null && population > 9000 && population < 11_000);
  assert.deepEqual((await ask({ ...window, sliceBy: 'metadata.country', slice: 'DE' })).body, german.body);
  const fraud = await ask({ ...window, sliceBy: 'label', slice: 'fraud' });
  assert.ok((fraud.body.labels.population ?? 0) < 8000);
});

test('what cannot be asked is refused with what to do', async () => {
  for (const [query, code] of [
    [{ from: '2026-01-02T00:00:00Z', before: '2026-01-02T00:00:00Z' }, 'labels.bad-window'],
    [{ sliceBy: 'metadata.planet', slice: 'Mars' }, 'labels.bad-slice'],
    [{ slice: 'Mars' }, 'labels.bad-slice'],
    [{ source: 'validation' }, 'calibration.bad-source'],
    [{ validationSetId: '01990000-0000-7000-8000-000000000000' }, 'calibration.bad-source'],
    [{ map: 7 }, 'calibration.unknown-map'],
    [{ modelVersionId: '01990000-0000-7000-8000-000000000000' }, 'model.unknown'],
    [
      { source: 'validation', validationSetId: '01990000-0000-7000-8000-000000000000' },
      'validation-set.unknown',
    ],
  ] as const) {
    const { status, body } = await ask(query);
    assert.equal(body.code, code, JSON.stringify(query));
    assert.ok(status === 404 || (status === 422 && body.todo), body.detail);
  }
  assert.equal((await ask({ bins: 7 })).status, 400);
  assert.equal((await ask({ source: 'guesses' })).status, 400);
});

test('labels that cover a part only say which part is dark', async () => {
  await addTraffic(stage, { decisions: 500, auditRate: 0, stratum: 'dark', fromDaysAgo: 100, toDaysAgo: 99 });
  const before = new Date(Date.now() - 90 * 86_400_000).toISOString();
  const { body } = await ask({ before });
  assert.ok(body.labels.coverage !== null && body.labels.coverage < 0.3);
  const [dark] = body.labels.unknown;
  assert.deepEqual([dark?.stratum, dark?.routed, dark?.policyVersion], ['dark', false, 1]);
  assert.match(body.labels.notes.join(' '), /Nothing is known about/);
});
