import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../testing/near.ts';
import {
  anyObservations,
  columnsFrom,
  columnsOfTable,
  dataA,
  drawLabels,
  weightedTable,
} from '../../testing/observations.ts';
import { openRandom } from '../stats/random.ts';
import { type Columns, columnsOf, type Observation } from './observations/observations.ts';
import { reliability } from './reliability.ts';

const fast = { seed: 1, replicates: 40, bandReplicates: 20 };

test('data A on one page (A01–A20)', () => {
  const page = reliability(dataA, { seed: 1, bins: 5 });
  const exact = { absolute: 1e-9 };
  near(page.errors.expected, 0.125, exact);
  near(page.errors.average, 0.14, exact);
  near(page.errors.expectedMass, 0.155, exact);
  near(page.errors.floor, 0.222544704506, exact);
  near(page.errors.squared?.value, -0.112625, exact);
  near(page.errors.smooth, 0.125, { absolute: 1e-5 });
  near(page.gap?.value, 0.125, exact);
  near(page.scores.brier?.value, 0.17925, exact);
  near(page.scores.logLoss?.value, 0.534112387579, exact);
  near(page.tests.spiegelhalter?.z, 0.223033886745, exact);
  near(page.tests.cumulative?.deviationP, 0.551483518242, exact);
  near(page.curve?.miscalibration, 0.062583333333, exact);
  near(page.meanConfidence, 0.625, exact);
  near(page.accuracy?.value, 0.5, exact);
  assert.equal(page.count, 10);
  assert.equal(page.right, 5);
  assert.equal(page.bins.length, 5);
  assert.equal(page.deciles.length, 10);
  assert.equal(page.values.length, 10);
});

test('the rows of a bin: its part, its means, the gap with its sign, and the interval of Wilson', () => {
  const [row] = reliability(
    columnsFrom(new Array(50).fill(0.9), [...new Array(7).fill(1), ...new Array(43).fill(0)]),
    {
      ...fast,
      bins: 10,
    },
  ).bins;
  assert.ok(row);
  assert.deepEqual([row.from, row.to, row.count, row.effective, row.share], [0.9, 1, 50, 50, 1]);
  near(row.confidence, 0.9, { absolute: 1e-12 });
  near(row.gap, 0.76, { absolute: 1e-12 });
  near(row.low, 0.06950833427, { absolute: 1e-9 });
  near(row.high, 0.261861937106, { absolute: 1e-9 });
});

test('continuous confidence: fifty values at most, what they hold is told, and the band has at most 600 points', () => {
  const page = reliability(drawLabels({ labels: 2000, seed: 1, truth: (confidence) => confidence }), fast);
  assert.equal(page.values.length, 50);
  assert.ok(page.distinct > 1900);
  near(
    page.covered,
    page.values.reduce((sum, { share }) => sum + share, 0),
    { absolute: 1e-12 },
  );
  assert.ok(page.covered < 0.06);
  assert.ok(page.band.length <= 600 && page.band.length > 500);
  assert.equal(page.bins.length, 20);
});

test('the bins asked for are the bins shown; deciles stay ten and hold a tenth each', () => {
  const columns = drawLabels({ labels: 3000, seed: 1, truth: (confidence) => confidence });
  for (const bins of [10, 15, 20, 30]) {
    const page = reliability(columns, { ...fast, bins });
    assert.equal(page.bins.length, bins);
    assert.equal(page.deciles.length, 10);
    for (const { share } of page.deciles) near(share, 0.1, { absolute: 0.002 });
    for (const { from, to, confidence } of page.bins) assert.ok(from <= confidence && confidence <= to);
  }
});

test('model confidences on three values: every number is of those three', () => {
  const page = reliability(
    columnsOfTable([
      [0.8, 60, 40, 1],
      [0.9, 170, 30, 1],
      [0.95, 280, 20, 1],
    ]),
    fast,
  );
  assert.equal(page.distinct, 3);
  near(page.covered, 1, { absolute: 1e-12 });
  assert.deepEqual(
    page.values.map(({ confidence, accuracy }) => [confidence, accuracy]),
    [
      [0.8, 0.6],
      [0.9, 0.85],
      [0.95, 280 / 300],
    ],
  );
  assert.deepEqual(
    page.band.map(({ low, high }) => low <= high),
    [true, true, true],
  );
  // Wilson's interval excludes the first two and holds the last.
  const excluded = page.values.map(({ confidence, low, high }) => confidence < low || confidence > high);
  assert.deepEqual(excluded, [true, true, false]);
  assert.equal(page.verdict, 'miscalibrated');
});

test('certain errors are counted beside the log-loss they dominate', () => {
  const page = reliability(
    columnsFrom([...new Array(60).fill(0.8), 1], [...new Array(48).fill(1), ...new Array(13).fill(0)]),
    fast,
  );
  assert.equal(page.scores.logLoss?.clippedAndWrong, 1);
  assert.ok((page.scores.logLoss?.value ?? 0) > 0.7);
});

test('ten labels give numbers and intervals but no verdict', () => {
  assert.equal(reliability(dataA, fast).verdict, 'too-few-labels');
});

test('the verdict: a calibrated model cannot be told from calibrated, an over-confident one can', () => {
  const calibrated = drawLabels({ labels: 2000, seed: 1, truth: (confidence) => confidence });
  const overconfident = drawLabels({ labels: 2000, seed: 1, truth: (confidence) => confidence * 0.85 });
  assert.equal(reliability(calibrated, { seed: 1 }).verdict, 'indistinguishable-from-calibrated');
  assert.equal(reliability(overconfident, { seed: 1 }).verdict, 'miscalibrated');
});

test('a hundred labels of which a few weigh all are too few for a verdict', () => {
  const columns = drawLabels({ labels: 100, seed: 1, truth: (confidence) => confidence });
  const weight = columns.weight.map((_, label) => (label < 5 ? 1000 : 1));
  const page = reliability({ ...columns, weight }, fast);
  assert.ok(page.effective < 6);
  assert.equal(page.verdict, 'too-few-labels');
});

test('without labels everything is null, nothing is 0, and it says why', () => {
  const page = reliability(columnsFrom([], []), fast);
  for (const measure of [page.gap, page.accuracy, page.curve, page.meanConfidence, page.sources])
    assert.equal(measure, null);
  for (const group of [page.errors, page.scores, page.tests])
    assert.ok(Object.values(group).every((measure) => measure === null));
  assert.equal(page.undefinedBecause.length, 16);
  assert.ok(page.undefinedBecause.every(({ because }) => because === 'There are no labels.'));
  assert.deepEqual([page.bins, page.deciles, page.values, page.band], [[], [], [], []]);
  assert.equal(page.verdict, 'too-few-labels');
});

test('what is undefined of few labels has its reason', () => {
  const reasons = Object.fromEntries(
    reliability(columnsFrom([0.5, 1], [1, 1]), fast).undefinedBecause.map(({ measure, because }) => [
      measure,
      because,
    ]),
  );
  assert.deepEqual(reasons, {
    maximum: 'No bin has 10 effective labels.',
    squared: 'No bin has 2 effective labels.',
    squaredInterval: 'No bin has 2 effective labels.',
    spiegelhalter: 'Every confidence is 0, ½ or 1.',
    skill: 'Every label has the same outcome.',
    areaUnderRoc: 'Every label has the same outcome.',
  });
});

test('labels that cannot be used are counted and change nothing', () => {
  const spoilt = {
    confidence: Float64Array.from([Number.NaN, 2, ...dataA.confidence]),
    correct: Uint8Array.from([1, 1, ...dataA.correct]),
    weight: Float64Array.from([1, 1, ...dataA.weight]),
  };
  const page = reliability(spoilt, fast);
  assert.deepEqual(page.unusable, { confidence: 2, correct: 0, weight: 0 });
  assert.deepEqual({ ...page, unusable: null }, { ...reliability(dataA, fast), unusable: null });
});

test('labels are told apart by their source, in all, by bin and by value', () => {
  const observations: Observation[] = [
    { confidence: 0.3, correct: false, weight: 1, audited: false },
    { confidence: 0.9, correct: true, weight: 20, audited: true },
    { confidence: 0.9, correct: true, weight: 20, audited: true },
    { confidence: 0.9, correct: false, weight: 1, audited: false },
  ];
  const page = reliability(columnsOf(observations), { ...fast, bins: 10 });
  assert.deepEqual(page.sources, { audited: 2, routed: 2 });
  assert.deepEqual(
    page.bins.map(({ from, sources }) => [from, sources]),
    [
      [0.3, { audited: 0, routed: 1 }],
      [0.9, { audited: 2, routed: 1 }],
    ],
  );
  assert.deepEqual(
    page.values.map(({ confidence, sources }) => [confidence, sources]),
    [
      [0.3, { audited: 0, routed: 1 }],
      [0.9, { audited: 2, routed: 1 }],
    ],
  );
});

test('where the source is not known nothing is said of it', () => {
  const page = reliability(dataA, fast);
  assert.equal(page.sources, null);
  assert.ok(page.bins.every(({ sources }) => sources === null));
});

test('the same labels in any order give the same page, to the last bit, also with weights that are no binary fractions', () => {
  fc.assert(
    fc.property(anyObservations(), fc.infiniteStream(fc.nat()), (observations, places) => {
      const mixed = observations
        .map((observation) => ({ observation, place: places.next().value ?? 0 }))
        .sort((one, other) => one.place - other.place)
        .map(({ observation }) => observation);
      assert.deepEqual(reliability(columnsOf(mixed), fast), reliability(columnsOf(observations), fast));
    }),
    { numRuns: 20 },
  );
});

test('a page survives JSON: no measure is NaN or infinite', () => {
  fc.assert(
    fc.property(anyObservations(), (observations) => {
      const page = reliability(columnsOf(observations), fast);
      assert.deepEqual(JSON.parse(JSON.stringify(page)), withoutMinusZero(page));
    }),
    { numRuns: 60 },
  );
});

test('a common factor of all weights changes nothing but the weight, and the ranking that counts decisions', () => {
  const scaled = { ...weightedTable, weight: weightedTable.weight.map((weight) => weight * 4) };
  const [one, other] = [weightedTable, scaled].map((columns) => ({
    ...reliability(columns, fast),
    weight: null,
    scores: null,
  }));
  // A factor of 4 moves no digit of a sum, only exponents.
  assert.deepEqual(other, one);
});

test('whole weights give the estimates of repetition, but not its certainty', () => {
  const [weighted, repeated] = [
    columnsOfTable([
      [0.4, 8, 12, 1],
      [0.7, 15, 5, 4],
      [0.9, 18, 2, 2],
    ]),
    columnsOfTable([
      [0.4, 8, 12, 1],
      [0.7, 60, 20, 1],
      [0.9, 36, 4, 1],
    ]),
  ].map((columns) => reliability(columns, fast));
  assert.ok(weighted && repeated);
  near(weighted.errors.expected, repeated.errors.expected ?? -1, { absolute: 1e-12 });
  near(weighted.errors.smooth, repeated.errors.smooth ?? -1, { absolute: 1e-9 });
  near(weighted.scores.brier?.value, repeated.scores.brier?.value ?? -1, { absolute: 1e-12 });
  near(weighted.scores.logLoss?.value, repeated.scores.logLoss?.value ?? -1, { absolute: 1e-12 });
  near(weighted.scores.areaUnderRiskCoverage, repeated.scores.areaUnderRiskCoverage ?? -1, {
    absolute: 1e-10,
  });
  near(weighted.gap?.value, repeated.gap?.value ?? -1, { absolute: 1e-12 });
  const width = ({ gap }: typeof weighted) => (gap ? gap.high - gap.low : 0);
  assert.ok(width(weighted) > 1.2 * width(repeated));
});

test('the seed decides what is drawn, and nothing else', () => {
  const [one, other] = [1, 2].map((seed) => reliability(weightedTable, { seed }));
  assert.notDeepEqual(one?.band, other?.band);
  assert.deepEqual(one?.curve, other?.curve);
  assert.deepEqual(one?.scores, other?.scores);
  assert.deepEqual(reliability(weightedTable, { seed: 1n }), one);
});

/**
 * Right with probability c below 0.8, and c − 0.06 from there on. Below 0.8 a rule sends everything to people; of the
 * rest the audit draws one in a hundred.
 */
function routedWorld(seed: number, decisions = 30_000): { columns: Columns; gap: number; error: number } {
  const random = openRandom(seed);
  let [gap, error] = [0, 0];
  const observations: Observation[] = [];
  for (let decision = 0; decision < decisions; decision += 1) {
    const confidence = 1 - 0.6 * random.uniform() ** 2;
    const correct = random.uniform() < (confidence < 0.8 ? confidence : confidence - 0.06);
    gap += (confidence - (correct ? 1 : 0)) / decisions;
    error += (correct ? 0 : 1) / decisions;
    const routed = confidence < 0.8;
    if (routed) observations.push({ confidence, correct, weight: 1, audited: false });
    else if (random.uniform() < 0.01) observations.push({ confidence, correct, weight: 100, audited: true });
  }
  return { columns: columnsOf(observations), gap, error };
}

test('routing below 0.8 with a 1 % audit: the naive gap is wrong, the weighted one is within its interval', () => {
  const { columns, gap, error } = routedWorld(4);
  const weighted = reliability(columns, fast);
  const naive = reliability({ ...columns, weight: columns.weight.map(() => 1) }, fast);
  assert.ok(weighted.gap && weighted.accuracy && naive.gap && naive.accuracy);
  assert.ok(weighted.gap.low <= gap && gap <= weighted.gap.high, `${gap} in ${JSON.stringify(weighted.gap)}`);
  assert.ok(weighted.accuracy.low <= 1 - error && 1 - error <= weighted.accuracy.high);
  // The routed are calibrated and 98 of 100 labels: they hide the gap and raise the error by half.
  assert.ok(naive.gap.high < gap, `${gap} above ${JSON.stringify(naive.gap)}`);
  assert.ok(1 - naive.accuracy.value > 1.4 * error, `${1 - naive.accuracy.value} against ${error}`);
  assert.ok(weighted.sources && weighted.sources.audited < weighted.sources.routed / 20);
});

test('over many such worlds the weighted interval holds the gap about as often as it says, the naive one hardly ever', () => {
  const worlds = 25;
  let [held, naive] = [0, 0];
  for (let seed = 1; seed <= worlds; seed += 1) {
    const { columns, gap } = routedWorld(seed, 10_000);
    const few = { seed, replicates: 1, bandReplicates: 1 };
    const one = reliability(columns, few).gap;
    const other = reliability({ ...columns, weight: columns.weight.map(() => 1) }, few).gap;
    if (one && one.low <= gap && gap <= one.high) held += 1;
    if (other && other.low <= gap && gap <= other.high) naive += 1;
  }
  // Binomial(25, 0.95): 24, 4 standard deviations of 1.1 below is 19.
  assert.ok(held >= 20, `${held} of ${worlds}`);
  assert.ok(naive <= 3, `${naive} of ${worlds}`);
});

/** JSON knows no −0. */
function withoutMinusZero<Value>(value: Value): Value {
  if (typeof value === 'number') return (value + 0) as Value; // −0 + 0 is 0
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutMinusZero) as Value; // the same, entry by entry
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutMinusZero(one)])) as Value; // the same, field by field
}
