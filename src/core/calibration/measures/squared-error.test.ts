import assert from 'node:assert/strict';
import { test } from 'node:test';
import { near } from '../../../testing/near.ts';
import { columnsFrom, dataA, drawLabels, levelsFrom } from '../../../testing/observations.ts';
import { openRandom } from '../../stats/random.ts';
import { equalWidthBins, filledBins, placeAmongFilled } from '../observations/bins.ts';
import { cellsOf, weightClasses } from '../observations/cells.ts';
import type { Columns } from '../observations/observations.ts';
import { tallyOf } from '../observations/tally.ts';
import { squaredError, squaredErrorInterval } from './squared-error.ts';

function errorOf(columns: Columns, bins = 15) {
  return squaredError(filledBins(equalWidthBins(levelsFrom(columns), bins)));
}

function intervalOf(columns: Columns, seed = 1, bins = 15) {
  const tally = tallyOf(columns);
  const grid = equalWidthBins(levelsFrom(columns), bins);
  const cells = cellsOf(tally, { classes: weightClasses(tally), groupOf: placeAmongFilled(grid) });
  return squaredErrorInterval(filledBins(grid), cells, { random: openRandom(seed), replicates: 300 });
}

/** Right with probability c − 0.15 where c > ½: the root of the mean squared gap over [½, 1] is 0.15. */
const overconfident = (confidence: number) => confidence - 0.15;

test('A15: the debiased squared error of data A over 5 bins is negative, and displayed as 0', () => {
  const { value, root } = errorOf(dataA, 5) ?? {};
  near(value, -0.112625, { absolute: 1e-9 });
  assert.equal(root, 0);
});

test('A15: without the correction it would be 0.022375', () => {
  const bins = filledBins(equalWidthBins(levelsFrom(dataA), 5));
  const plugIn = bins.reduce(
    (sum, { share, accuracy, confidence }) => sum + share * (accuracy - confidence) ** 2,
    0,
  );
  near(plugIn, 0.022375, { absolute: 1e-9 });
});

test('of a calibrated model it is 0 on average, also with weights that differ', () => {
  const worlds = 400;
  let [plain, weighted] = [0, 0];
  for (let seed = 1; seed <= worlds; seed += 1) {
    const columns = drawLabels({ labels: 200, seed, truth: (confidence) => confidence });
    const weight = columns.confidence.map((_, label) => (label % 4 === 0 ? 20 : 1));
    plain += (errorOf(columns)?.value ?? 0) / worlds;
    weighted += (errorOf({ ...columns, weight })?.value ?? 0) / worlds;
  }
  // Standard errors of the means are about 0.0003 and 0.0006.
  assert.ok(Math.abs(plain) < 0.0012, `${plain}`);
  assert.ok(Math.abs(weighted) < 0.0025, `${weighted}`);
});

test('of a model that is too confident by 0.15 it finds 0.15, within its interval', () => {
  const columns = drawLabels({ labels: 20_000, seed: 1, truth: overconfident, from: 0.5 });
  near(errorOf(columns)?.root, 0.15, { absolute: 0.01 });
  const { low, high, oneSided } = intervalOf(columns) ?? { low: 1, high: 0, oneSided: true };
  assert.equal(oneSided, false);
  assert.ok(low > 0.13 && low < 0.15 && high > 0.15 && high < 0.17);
});

test('the two-sided interval holds the truth in about 95 of 100 samples', () => {
  const worlds = 200;
  let held = 0;
  for (let seed = 1; seed <= worlds; seed += 1) {
    const columns = drawLabels({ labels: 2000, seed, truth: overconfident, from: 0.5 });
    const { low, high } = intervalOf(columns, seed) ?? { low: 1, high: 0 };
    if (low <= 0.15 && high >= 0.15) held += 1;
  }
  // Binomial(200, 0.95): 190, 4 standard deviations of 3.1 below is 177.
  assert.ok(held >= 177, `${held} of ${worlds}`);
});

test('with few labels in a bin the noise that replicates add is taken off', () => {
  // Gap 0.25 with 300 labels in 30 bins: the plug-in value is 0.08 on average, the truth 0.0625.
  const worlds = 200;
  let [below, above, twoSided] = [0, 0, 0];
  for (let seed = 1; seed <= worlds; seed += 1) {
    const columns = drawLabels({ labels: 300, seed, truth: (confidence) => confidence - 0.25, from: 0.5 });
    const { low, high, oneSided } = intervalOf(columns, seed, 60) ?? { low: 1, high: 0, oneSided: true };
    if (!oneSided) twoSided += 1;
    if (high < 0.25) below += 1;
    if (low > 0.25) above += 1;
  }
  // Each side should miss 5 of 200; with 10 labels in a bin it may be three times as often. Without the correction the
  // lower end alone would miss 60.
  assert.ok(
    twoSided > 160 && below <= 20 && above <= 20,
    `${below} below, ${above} above, ${twoSided} two-sided`,
  );
});

test('within three standard errors of zero there is no lower bound, even where the value is positive', () => {
  let positive = 0;
  for (let seed = 1; seed <= 40; seed += 1) {
    const columns = drawLabels({ labels: 300, seed, truth: (confidence) => confidence - 0.1, from: 0.5 });
    const interval = intervalOf(columns, seed);
    if ((errorOf(columns)?.value ?? 0) <= 0.004) continue;
    if (interval?.oneSided) positive += 1;
    assert.ok((interval?.high ?? 0) > (errorOf(columns)?.root ?? 1));
  }
  // Standard errors are about 0.005: values from 0.004 to 0.015 are positive and uncertain.
  assert.ok(positive >= 10, `${positive}`);
});

test('of a calibrated model there is an upper bound only, and it is above 0', () => {
  const interval = intervalOf(drawLabels({ labels: 500, seed: 2, truth: (confidence) => confidence }));
  assert.equal(interval?.oneSided, true);
  assert.equal(interval?.low, 0);
  assert.ok((interval?.high ?? 0) > 0);
});

test('the interval is the same for the same seed', () => {
  const columns = drawLabels({ labels: 500, seed: 2, truth: overconfident, from: 0.5 });
  assert.deepEqual(intervalOf(columns), intervalOf(columns));
});

test('bins of a single label say nothing; where there are no others there is no error', () => {
  assert.equal(errorOf(columnsFrom([0.1, 0.5, 0.9], [0, 1, 1])), null);
  assert.equal(intervalOf(columnsFrom([0.1, 0.5, 0.9], [0, 1, 1])), null);
  assert.equal(errorOf(columnsFrom([], [])), null);
});
