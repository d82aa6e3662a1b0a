import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { recorded, usualRouting } from '../../testing/recorded.ts';
import {
  factsOf,
  modelNames,
  models,
  ordinary,
  replayModels,
  segmentOf,
  subject,
} from '../../testing/replayed.ts';
import { expectedImpactOf } from '../policies/conditions/expected-impact.ts';
import type { RecordedDecision } from '../segments/recorded-decision.ts';
import type { ReplayModel } from './fill-facts.ts';
import type { Score } from './score.ts';
import { isSweptByRow, openSweep, type SweepPlan, safeSide } from './sweep.ts';
import { finest, openPlaces, thresholdAt } from './sweep-tables.ts';

const impact = expectedImpactOf(subject, {});

function planOf(score: Score, change: Partial<SweepPlan> = {}): SweepPlan {
  return {
    score,
    scale: score === 'expectedImpact' ? 10 : 1,
    sliceBy: null,
    modelNames,
    models: replayModels,
    impact: score === 'expectedImpact' ? impact : null,
    ...change,
  };
}

const share = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.integer({ min: 0, max: 1000 }).map((n) => n / 1000),
);
const decision = fc
  .record({
    confidence: share,
    label: fc.constantFrom('refund', 'fraud', 'other'),
    modelVersionId: fc.constantFrom(models.one, models.two),
    probabilities: fc.option(fc.dictionary(fc.constantFrom('refund', 'fraud', 'other'), share)),
    audited: fc.boolean(),
    held: fc.boolean(),
  })
  .map(({ audited, held, ...rest }) =>
    recorded({
      ...rest,
      routing: held
        ? { ...usualRouting, route: 'hold', inclusionProbability: 1, audited }
        : { ...usualRouting, audited },
    }),
  );

function scoreOf(score: Score, one: RecordedDecision): number | null {
  const facts = factsOf({ ...one, ...ordinary });
  if (score === 'confidence') return facts.confidence;
  return score === 'calibrated' ? facts.calibrated : impact(facts);
}

for (const score of ['confidence', 'calibrated', 'expectedImpact'] as const) {
  test(`${score}: each threshold releases exactly what comparing with it one by one would`, () => {
    fc.assert(
      fc.property(fc.array(decision, { maxLength: 80 }), (decisions) => {
        const sweep = openSweep(planOf(score, { sliceBy: 'label' }));
        const middle = decisions.length >> 1;
        sweep.add(segmentOf(decisions.slice(0, middle)));
        sweep.add(segmentOf(decisions.slice(middle)));
        const { slices, decisions: scored, unscored } = sweep.result(1);
        const values = decisions.map((one) => ({ label: one.label, value: scoreOf(score, one) }));
        assert.equal(unscored, values.filter(({ value }) => value === null).length);
        assert.equal(scored + unscored, decisions.length);
        for (const { slice, points } of slices) {
          const inSlice = values.filter(
            ({ label, value }) => value !== null && (slice === null || label === slice),
          );
          for (const { threshold, decisions: released } of points) {
            const expected = inSlice.filter(
              ({ value }) => (safeSide(score) === 'at-or-above' ? value! >= threshold : value! <= threshold), // null was left out
            );
            assert.equal(released, expected.length, `${slice} at ${threshold}`);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
}

test('a score is on the side of a threshold that comparing the two numbers puts it on', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        share,
        fc.nat(1000).map((n) => n / 1000 + Number.EPSILON),
      ),
      fc.constantFrom(1, 10, 3.7),
      (part, scale) => {
        const score = Math.min(part * scale, scale);
        const above = openPlaces(scale, 'at-or-above')(score);
        assert.ok(thresholdAt(above, scale) <= score);
        assert.ok(above === finest || thresholdAt(above + 1, scale) > score);
        const below = openPlaces(scale, 'at-or-below')(score);
        assert.ok(thresholdAt(below, scale) >= score);
        assert.ok(below === 0 || thresholdAt(below - 1, scale) < score);
      },
    ),
    { numRuns: 2000 },
  );
  assert.equal(openPlaces(1, 'at-or-above')(0.29), 290);
  assert.equal(openPlaces(1, 'at-or-above')(0.57), 570);
  assert.equal(thresholdAt(850, 1), 0.85);
});

test('steps pick every so-and-so-many of the thousand thresholds, from nothing to all', () => {
  const sweep = openSweep(planOf('confidence'));
  sweep.add(segmentOf([recorded({ confidence: 1 }), recorded({ confidence: 0 })]));
  const [all] = sweep.result(100).slices;
  assert.deepEqual(
    all?.points.map(({ threshold }) => threshold),
    [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
  );
  assert.deepEqual(
    [all?.points[0]?.decisions, all?.points[1]?.decisions, all?.points[10]?.decisions],
    [2, 1, 1],
  );
});

const design = {
  policyVersionId: usualRouting.policyVersionId,
  stratum: 'rest',
  inclusionProbability: 0.05,
  route: 'release',
} as const;

test('grades speak for the decisions sampled like them, above each threshold', () => {
  const sweep = openSweep(planOf('confidence'));
  const hundred = Array.from({ length: 100 }, (_, i) => recorded({ confidence: (i + 0.5) / 100 }));
  sweep.add(segmentOf(hundred));
  sweep.addGrades({
    design,
    modelVersionId: models.one,
    slice: null,
    confidence: Float64Array.of(0.205, 0.405, 0.605, 0.805, 0.905),
    wrong: Uint8Array.of(1, 0, 1, 0, 0),
  });
  const [all] = sweep.result(100).slices;
  const at = (threshold: number) => all?.points.find((point) => point.threshold === threshold);
  assert.deepEqual([at(0)?.graded, at(0)?.wrong, at(0)?.errors?.value], [5, 2, 40]);
  assert.deepEqual([at(0.5)?.decisions, at(0.5)?.graded, at(0.5)?.wrong], [50, 3, 1]);
  assert.equal(at(0.7)?.errors?.value, 0);
  assert.deepEqual([at(1)?.decisions, at(1)?.errors, at(1)?.unknown], [0, null, 0]);
});

test('grades handed in as groups and laid over rows come to the same', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(decision, fc.constantFrom(0, 1, 2)), { maxLength: 40 }), (given) => {
      const decisions = given.map(([one]) => one);
      const grades = Uint8Array.from(given, ([, grade]) => grade);
      const laid = openSweep(planOf('calibrated', { sliceBy: 'label' }));
      laid.add(segmentOf(decisions, { grades }));
      const grouped = openSweep(planOf('calibrated', { sliceBy: 'label' }));
      grouped.add(segmentOf(decisions));
      for (const [one, grade] of given) {
        if (grade === 0) continue;
        const { policyVersionId, stratum, inclusionProbability, route } = one.routing;
        grouped.addGrades({
          design: { policyVersionId, stratum, inclusionProbability, route },
          modelVersionId: one.modelVersionId,
          slice: one.label,
          confidence: Float64Array.of(one.confidence),
          wrong: Uint8Array.of(grade - 1),
        });
      }
      assert.deepEqual(grouped.result(10), laid.result(10));
    }),
    { numRuns: 60 },
  );
});

test('counting all at once and counting row by row come to the same', () => {
  fc.assert(
    fc.property(
      fc.array(decision, { maxLength: 60 }),
      fc.constantFrom(null, 'label', 'metadata.country'),
      (given, sliceBy) => {
        const atOnce = openSweep(planOf('confidence', { sliceBy }));
        atOnce.add(segmentOf(given));
        // An overlay, though of nobody's grades, is looked at row by row.
        const byRow = openSweep(planOf('confidence', { sliceBy }));
        byRow.add(segmentOf(given, { grades: new Uint8Array(given.length) }));
        assert.deepEqual(atOnce.result(1), byRow.result(1));
      },
    ),
    { numRuns: 60 },
  );
});

test('only the model version that is wanted is swept, in decisions and in grades', () => {
  const sweep = openSweep(
    planOf('confidence', {
      models: new Map([[models.two, { name: 'm-2', calibrate: null, calibratedBy: null }]]),
    }),
  );
  sweep.add(
    segmentOf([recorded({ confidence: 0.5 }), recorded({ confidence: 0.5, modelVersionId: models.two })]),
  );
  for (const modelVersionId of [models.one, models.two])
    sweep.addGrades({
      design,
      modelVersionId,
      slice: null,
      confidence: Float64Array.of(0.5),
      wrong: Uint8Array.of(1),
    });
  const { slices, unscored } = sweep.result(100);
  assert.deepEqual([slices[0]?.decisions, slices[0]?.points[0]?.graded, unscored], [1, 1, 0]);
});

test('decisions of shadow model versions are in no count', () => {
  const sweep = openSweep(planOf('confidence'));
  sweep.add(segmentOf([recorded({ routing: { ...usualRouting, route: 'shadow' } }), recorded({})]));
  assert.equal(sweep.result(100).decisions, 1);
});

test('a sweep over impacts needs them, and a decision whose impact nobody knows has no score', () => {
  const without = openSweep(planOf('expectedImpact', { impact: null }));
  assert.throws(() => without.add(segmentOf([recorded({})])), /without the impacts/);
  const sweep = openSweep(planOf('expectedImpact'));
  sweep.add(segmentOf([recorded({ label: null }), recorded({ label: 'fraud', confidence: 0.75 })]));
  const { unscored, slices } = sweep.result(1);
  assert.equal(unscored, 1);
  assert.equal(slices[0]?.points.find(({ decisions }) => decisions === 1)?.threshold, 2.5);
  const broken = openSweep(
    planOf('expectedImpact', {
      impact: () => {
        throw new Error('a bug');
      },
    }),
  );
  assert.throws(() => broken.add(segmentOf([recorded({})])), /a bug/);
});

test('only what the score and the slice are made of is loaded', () => {
  assert.deepEqual(openSweep(planOf('confidence')).columns, ['modelVersion', 'routing', 'thousandth']);
  const columns = openSweep(planOf('expectedImpact', { sliceBy: 'metadata.country' })).columns;
  for (const name of ['probabilities', 'label', 'decisionId', 'metadata.country'])
    assert.ok(columns.includes(name), name);
});

test('maps by slice are applied row by row, with the field that parts them read', () => {
  const calibrate: ReplayModel['calibrate'] = ({ confidence, metadata }) =>
    metadata.country === 'DE' ? confidence / 2 : null;
  const sliced = new Map([[models.two, { name: 'm-2', calibrate, calibratedBy: 'metadata.country' }]]);
  const plan = planOf('calibrated', { models: sliced });
  const sweep = openSweep(plan);
  assert.deepEqual(
    ['metadata.country', 'decisionId'].map((name) => sweep.columns.includes(name)),
    [true, true],
  );
  assert.equal(isSweptByRow(plan), true);
  assert.equal(isSweptByRow(planOf('calibrated')), false);
  const of = (country: string) =>
    recorded({ confidence: 0.8, modelVersionId: models.two, metadata: { country } });
  sweep.add(segmentOf([of('DE'), of('FR'), of('DE')]));
  const { slices, unscored } = sweep.result(100);
  assert.equal(unscored, 1);
  assert.deepEqual(
    [0.4, 0.5].map((at) => slices[0]?.points.find(({ threshold }) => threshold === at)?.decisions),
    [2, 0],
  );
});
