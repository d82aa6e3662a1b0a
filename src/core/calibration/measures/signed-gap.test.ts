import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../../testing/near.ts';
import {
  anyObservations,
  columnsFrom,
  dataA,
  drawLabels,
  weightedTable,
} from '../../../testing/observations.ts';
import { moverWilson } from '../../stats/mover-wilson.ts';
import { openRandom } from '../../stats/random.ts';
import { wilson } from '../../stats/wilson.ts';
import { weightClasses } from '../observations/cells.ts';
import { type Columns, columnsOf } from '../observations/observations.ts';
import { tallyOf } from '../observations/tally.ts';
import { weightStrata } from '../observations/weight-strata.ts';
import { signedGap, weightedAccuracy } from './signed-gap.ts';

function strataOf(columns: Columns) {
  const tally = tallyOf(columns);
  return weightStrata(tally, weightClasses(tally));
}

function gapOf(columns: Columns) {
  const gap = signedGap(strataOf(columns));
  assert.ok(gap);
  return gap;
}

test('A10: data A is over-confident by 0.125', () => {
  near(gapOf(dataA).value, 0.125, { absolute: 1e-9 });
});

test('strata are put together as moverWilson does', () => {
  // Of 300 decisions rules sent 200 to people, all labelled; of the other 100 the audit drew 20.
  const columns = columnsFrom(
    new Array(220).fill(0.8),
    Array.from({ length: 220 }, (_, label) => (label < 150 || (label >= 200 && label < 218) ? 1 : 0)),
    Array.from({ length: 220 }, (_, label) => (label < 200 ? 1 : 5)),
  );
  const known = moverWilson([
    { population: 200, labelled: 200, hits: 150 },
    { population: 100, labelled: 20, hits: 18 },
  ]);
  const [accuracy, gap] = [weightedAccuracy(strataOf(columns)), gapOf(columns)];
  assert.ok(known.ok && accuracy);
  near(accuracy.value, known.share, { absolute: 1e-12 });
  near(accuracy.low, known.low, { absolute: 1e-12 });
  near(accuracy.high, known.high, { absolute: 1e-12 });
  // With one confidence the gap is that confidence less the accuracy, and so are the ends.
  near(gap.low, 0.8 - known.high, { absolute: 1e-12 });
  near(gap.high, 0.8 - known.low, { absolute: 1e-12 });
});

test('weights move the gap: confidence and accuracy are those of the decisions spoken for', () => {
  // Computed with NumPy from the same table.
  near(gapOf(weightedTable).value, 0.06374449339207056, { absolute: 1e-12 });
  near(weightedAccuracy(strataOf(weightedTable))?.value, 0.8522226672006408, { absolute: 1e-12 });
});

test('where all labels have one confidence the interval is that confidence less the one of Wilson', () => {
  const columns = columnsFrom(new Array(50).fill(0.9), [...new Array(7).fill(0), ...new Array(43).fill(1)]);
  const interval = wilson(43, 50);
  const { low, high } = gapOf(columns);
  near(low, 0.9 - (interval?.high ?? 0), { absolute: 1e-12 });
  near(high, 0.9 - (interval?.low ?? 0), { absolute: 1e-12 });
});

test('where all labels agree the interval still has a width, and 20 right ones at 0.9 prove nothing', () => {
  const { low, high } = gapOf(columnsFrom(new Array(20).fill(0.9), new Array(20).fill(1)));
  near(low, -0.1, { absolute: 1e-12 });
  assert.ok(high > 0.05);
});

test('confidence that explains the outcomes makes the interval narrow', () => {
  const labels = Array.from({ length: 400 }, (_, label) => label % 2);
  const sharp = gapOf(
    columnsFrom(
      labels.map((right) => (right ? 0.95 : 0.05)),
      labels,
    ),
  );
  const blind = gapOf(
    columnsFrom(
      labels.map(() => 0.5),
      labels,
    ),
  );
  assert.ok(sharp.high - sharp.low < (blind.high - blind.low) / 3);
});

/** 4000 decisions; below 0.8 all are labelled, above one in fifty. Right with probability c − 0.05. */
function routedWorld(seed: number) {
  const random = openRandom(seed);
  const rate = 0.02;
  let gap = 0;
  const observations = Array.from({ length: 4000 }, () => {
    const confidence = 0.5 + 0.5 * random.uniform();
    const correct = random.uniform() < confidence - 0.05;
    gap += (confidence - (correct ? 1 : 0)) / 4000;
    const routed = confidence < 0.8;
    const labelled = routed || random.uniform() < rate;
    return { confidence, correct, weight: routed ? 1 : 1 / rate, labelled };
  }).filter(({ labelled }) => labelled);
  return { columns: columnsOf(observations), gap };
}

test('design weights repair selection: the interval holds the gap of the process in about 95 of 100 worlds', () => {
  const worlds = 300;
  let [held, naive] = [0, 0];
  for (let seed = 1; seed <= worlds; seed += 1) {
    const { columns } = routedWorld(seed);
    const gap = gapOf(columns);
    if (gap.low <= 0.05 && gap.high >= 0.05) held += 1;
    naive += gapOf({ ...columns, weight: columns.weight.map(() => 1) }).value / worlds;
  }
  // Binomial(300, 0.95): 285, 4 standard deviations of 3.8 below is 270.
  assert.ok(held >= 270, `${held} of ${worlds}`);
  near(naive, 0.05, { absolute: 0.003 });
});

test('the interval of the gap without weights holds the truth in about 95 of 100 samples, also of few labels', () => {
  for (const labels of [30, 300]) {
    const worlds = 400;
    let held = 0;
    for (let seed = 1; seed <= worlds; seed += 1) {
      const { low, high } = gapOf(drawLabels({ labels, seed, truth: (c) => c - 0.1, from: 0.5 }));
      if (low <= 0.1 && high >= 0.1) held += 1;
    }
    // Binomial(400, 0.95): 380, 4 standard deviations of 4.4 below is 362.
    assert.ok(held >= 362, `${held} of ${worlds} with ${labels} labels`);
  }
});

test('a wider level gives a wider interval around the same value', () => {
  const [narrow, wide] = [0.8, 0.99].map((level) => signedGap(strataOf(weightedTable), level));
  assert.equal(narrow?.value, wide?.value);
  assert.ok((wide?.low ?? 0) < (narrow?.low ?? 0) && (wide?.high ?? 0) > (narrow?.high ?? 0));
});

test('a common factor of all weights changes nothing', () => {
  const scaled = { ...weightedTable, weight: weightedTable.weight.map((weight) => weight * 13) };
  const [one, other] = [gapOf(weightedTable), gapOf(scaled)];
  for (const end of ['value', 'low', 'high'] as const) near(other[end], one[end], { absolute: 1e-12 });
});

test('gaps and accuracies lie within their intervals, accuracies within [0, 1]', () => {
  fc.assert(
    fc.property(anyObservations({ minLength: 1 }), (observations) => {
      const strata = strataOf(columnsOf(observations));
      const [gap, accuracy] = [signedGap(strata), weightedAccuracy(strata)];
      assert.ok(gap && accuracy);
      assert.ok(gap.low <= gap.value + 1e-12 && gap.value <= gap.high + 1e-12);
      assert.ok(accuracy.low >= 0 && accuracy.high <= 1 && accuracy.low <= accuracy.high);
    }),
  );
});

test('without labels there is no gap', () => {
  assert.equal(signedGap([]), null);
  assert.equal(weightedAccuracy([]), null);
});
