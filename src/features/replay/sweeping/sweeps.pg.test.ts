import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyMap, type CalibrationMap } from '../../../core/calibration/maps/calibration-map.ts';
import type { Score } from '../../../core/replay/score.ts';
import type { SweepPoint } from '../../../core/replay/sweep.ts';
import { columnsOf } from '../../../core/segments/columns-of.ts';
import { sql } from '../../../db/sql.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { addTraffic } from '../../../testing/graded-traffic.ts';
import { near } from '../../../testing/near.ts';
import { publishDocument } from '../../../testing/publish-document.ts';
import { recorded, usualRouting } from '../../../testing/recorded.ts';
import { openStage, stagePolicy } from '../../../testing/stage.ts';
import { openStageWork } from '../../../testing/stage-work.ts';
import { registerModelVersion } from '../../models/register-model-version.ts';
import { openColumnCache } from '../../segments/column-cache.ts';
import { writeSmallSegment } from '../../segments/write-segment.ts';
import { type SweepAsk, sweepSegments } from './sweep-segments.ts';

const stage = await openStage();
const { db, deps, useCaseId } = stage;
const { bringNews } = await openStageWork(stage);
const at = deps.clock.now();
const dayMs = 86_400_000;
const { modelVersionId: other } = await registerModelVersion(
  deps,
  stage.owner,
  { useCaseId, name: 'm-2', description: '' },
  at,
);
await addTraffic(stage, { decisions: 2000, seed: 5, auditRate: 0.2 });
await addTraffic(stage, { decisions: 700, seed: 6, auditRate: 0, stratum: 'never', routedBelow: 0 });
await addTraffic(stage, { decisions: 300, seed: 7, modelVersionId: other, auditRate: 1, fromDaysAgo: 3 });
await bringNews();

const all = { fromMs: at.getTime() - 20 * dayMs, beforeMs: at.getTime() + dayMs };
function sweep(change: Partial<SweepAsk>) {
  const plain = { useCaseId, score: 'confidence', sliceBy: null, modelVersionId: null, every: 1 } as const;
  return sweepSegments(db, { ...plain, ...all, ...change }, null);
}

type Row = {
  confidence: number;
  label: string;
  country: string;
  model: string;
  stratum: string;
  wrong: boolean | null;
  recorded_at: Date;
};
const rows = await db.rows<Row>(sql`
  select decision.confidence, decision.predicted_class as label, decision.metadata ->> 'country' as country,
    decision.model_version_id as model, decision.stratum, wrong, decision.recorded_at
  from decision
  left join grade using (decision_id)`);

/** As the conditions of a policy compare: one row after the other, one threshold after the other. */
function recount(
  points: readonly SweepPoint[],
  isReleased: (row: Row, threshold: number) => boolean,
  of = rows,
) {
  for (const point of points) {
    const released = of.filter((row) => isReleased(row, point.threshold));
    const graded = released.filter(({ wrong }) => wrong !== null);
    assert.deepEqual(
      [point.decisions, point.graded, point.wrong],
      [released.length, graded.length, graded.filter(({ wrong }) => wrong).length],
      `at ${point.threshold}`,
    );
  }
}

const pointsOf = (result: Awaited<ReturnType<typeof sweep>>, slice: string | null) =>
  result.slices.find((one) => one.slice === slice)?.points ?? assert.fail(`no slice ${slice}`);

test('all thousand thresholds of the confidence release what a plain recount releases', async () => {
  const result = await sweep({});
  assert.deepEqual([result.decisions, result.unscored, result.slices[0]?.points.length], [3000, 0, 1001]);
  recount(pointsOf(result, null), (row, threshold) => row.confidence >= threshold);
});

test('what nobody ever judges is unknown, and no error rate speaks for it', async () => {
  const result = await sweep({ every: 100 });
  for (const point of pointsOf(result, null)) {
    const never = rows.filter((row) => row.stratum === 'never' && row.confidence >= point.threshold);
    assert.equal(point.unknown, never.length, `at ${point.threshold}`);
    if (point.graded === 0) assert.equal(point.errors, null);
    else assert.ok((point.errors?.high ?? Number.POSITIVE_INFINITY) <= point.decisions - point.unknown);
  }
  const everything = pointsOf(result, null)[0];
  const sure = rows.filter(({ stratum, confidence }) => stratum === 'rest' && confidence < 0.6);
  assert.ok((everything?.errors?.value ?? 0) >= sure.filter(({ wrong }) => wrong).length);
});

test('slices are recounted each, by class, field and model version', async () => {
  const released = (row: Row, threshold: number) => row.confidence >= threshold;
  const slicings: [string, (row: Row) => string][] = [
    ['label', ({ label }) => label],
    ['metadata.country', ({ country }) => country],
    ['model', ({ model }) => (model === other ? 'm-2' : 'm-1')],
  ];
  for (const [sliceBy, sliceOf] of slicings) {
    const result = await sweep({ sliceBy, every: 25 });
    const bySlice = Map.groupBy(rows, sliceOf);
    assert.equal(result.slices.length, bySlice.size + 1);
    recount(pointsOf(result, null), released);
    for (const [slice, of] of bySlice) recount(pointsOf(result, slice), released, of);
  }
});

test('a window and a model version are swept alone, with the grades that belong to them', async () => {
  const window = { fromMs: at.getTime() - 5 * dayMs, beforeMs: at.getTime() - 2 * dayMs };
  const inside = rows.filter(
    (row) => row.recorded_at.getTime() >= window.fromMs && row.recorded_at.getTime() < window.beforeMs,
  );
  const released = (row: Row, threshold: number) => row.confidence >= threshold;
  recount(pointsOf(await sweep({ ...window, every: 50 }), null), released, inside);
  const one = await sweep({ ...window, modelVersionId: other, every: 50 });
  recount(
    pointsOf(one, null),
    released,
    inside.filter(({ model }) => model === other),
  );
  assert.equal(one.unscored, 0);
});

const map: CalibrationMap = { method: 'temperature', temperature: 1.7 };

async function addMap(number: number, parameters: CalibrationMap): Promise<void> {
  await db.run(sql`
    insert into calibration_map (calibration_map_id, use_case_id, number, model_version_id, method, parameters, source,
      fit, proposed_by, proposed_at, commit_id, entry_index)
    values (gen_random_uuid(), ${useCaseId}, ${number}, ${stage.modelVersionId}, 'temperature', ${JSON.stringify(parameters)},
      'audited', '{}', ${stage.owner.personId}, now(), gen_random_uuid(), 0)`);
}

test('without a map in force there is no calibrated confidence; with one, other models have none', async () => {
  const refused = (error: unknown) => error instanceof Refusal && error.code === 'sweep.no-score';
  await assert.rejects(sweep({ score: 'calibrated' }), refused);
  await addMap(1, map);
  await assert.rejects(sweep({ score: 'calibrated' }), refused, 'it is only proposed');
  const document = { ...stagePolicy, calibration: { 'm-1': 1 } };
  await publishDocument(deps, stage.owner, { useCaseId, document });
  await bringNews();
  const result = await sweep({ score: 'calibrated' });
  assert.deepEqual([result.decisions, result.unscored], [2700, 300]);
  const scored = rows.filter(({ model }) => model !== other);
  recount(pointsOf(result, null), (row, threshold) => applyMap(map, row.confidence) >= threshold, scored);
  await assert.rejects(
    sweep({ score: 'calibrated', modelVersionId: other }),
    refused,
    'of m-2 there is none',
  );
});

test('of the expected impact low is safe, and every threshold releases what costs no more', async () => {
  const impacts: Record<string, number> = { refund: 1, fraud: 10, other: 1 };
  const costOf = (row: Row) => {
    const p = row.model === other ? row.confidence : applyMap(map, row.confidence);
    return (1 - p) * (impacts[row.label] ?? 0);
  };
  const result = await sweep({ score: 'expectedImpact', sliceBy: 'label', every: 4 });
  assert.deepEqual([result.decisions, result.unscored], [3000, 0]);
  assert.equal(pointsOf(result, null).at(-1)?.threshold, 10, 'the dearest class');
  recount(pointsOf(result, null), (row, threshold) => costOf(row) <= threshold);
  for (const [slice, of] of Map.groupBy(rows, ({ label }) => label))
    recount(pointsOf(result, slice), (row, threshold) => costOf(row) <= threshold, of);
});

test('the same decisions have the same errors whichever score they are released by', async () => {
  for (const score of ['confidence', 'expectedImpact'] satisfies Score[]) {
    const result = await sweep({ score, modelVersionId: other, every: 1000 });
    const [low, high] = pointsOf(result, null);
    const everything = score === 'confidence' ? low : high;
    const wrong = rows.filter((row) => row.model === other && row.wrong).length;
    assert.deepEqual([everything?.decisions, everything?.graded, everything?.wrong], [300, 300, wrong]);
    near(everything?.errors?.value, wrong, { absolute: 1e-9 });
    near(everything?.errors?.high, wrong, { absolute: 1e-9 }, 'each of them was judged');
  }
});

test('maps by slice are swept as they calibrate, in decisions and in grades', async () => {
  const mapOfFrance: CalibrationMap = { method: 'temperature', temperature: 0.6 };
  await addMap(2, mapOfFrance);
  const bySlice = { by: 'metadata.country', values: { FR: 2 } };
  const document = { ...stagePolicy, calibration: { 'm-1': { map: 1, bySlice } } };
  await publishDocument(deps, stage.owner, { useCaseId, document });
  await bringNews();
  const result = await sweep({ score: 'calibrated' });
  const scored = rows.filter(({ model }) => model !== other);
  const calibrated = ({ confidence, country }: Row) =>
    applyMap(country === 'FR' ? mapOfFrance : map, confidence);
  recount(pointsOf(result, null), (row, threshold) => calibrated(row) >= threshold, scored);
});

test('decisions of shadow model versions are in no number, and a second look comes from the cache', async () => {
  const before = await sweep({ every: 100 });
  const decisions = [0.2, 0.8].map((confidence) =>
    recorded({
      confidence,
      recordedAtMs: at.getTime() - dayMs,
      modelVersionId: other,
      routing: { ...usualRouting, route: 'shadow', inclusionProbability: 0 },
    }),
  );
  await db.atomically((tx) => writeSmallSegment(tx, { useCaseId, columns: columnsOf(decisions), at }));
  assert.deepEqual(await sweep({ every: 100 }), before);
  const cache = openColumnCache(1e6);
  const ask: SweepAsk = {
    useCaseId,
    ...all,
    score: 'confidence',
    sliceBy: null,
    modelVersionId: null,
    every: 100,
  };
  assert.deepEqual(await sweepSegments(db, ask, cache), before);
  await db.run(sql`update decision_segment set packed = '\\x00'`);
  assert.deepEqual(await sweepSegments(db, ask, cache), before);
  await assert.rejects(sweepSegments(db, ask, null), 'the stored ones are damaged');
});
