import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../../testing/near.ts';
import { anyObservations, columnsFrom, dataA, levelsFrom } from '../../../testing/observations.ts';
import { equalWidthBins, filledBins } from '../observations/bins.ts';
import { equalMassBins } from '../observations/equal-mass-bins.ts';
import { type Columns, columnsOf } from '../observations/observations.ts';
import { averageError, expectedError, maximumError } from './calibration-error.ts';

const exact = { absolute: 1e-9 };

function binsOf(number: number, columns: Columns = dataA) {
  return filledBins(equalWidthBins(levelsFrom(columns), number));
}

function massBinsOf(number: number, columns: Columns = dataA) {
  return filledBins(equalMassBins(levelsFrom(columns), number));
}

test('A01, A04: ECE over 5 and 10 equal bins, closed on the left', () => {
  near(expectedError(binsOf(5)), 0.125, exact);
  near(expectedError(binsOf(10)), 0.305, exact);
});

test('A05: bins closed on the right would give 0.265, so the tie rule is the documented one', () => {
  // A millionth less puts every confidence into the bin below the edge it stands on.
  const below = columnsFrom(
    [...dataA.confidence].map((confidence) => confidence - 1e-6),
    [...dataA.correct],
  );
  near(expectedError(binsOf(10, below)), 0.265, { absolute: 2e-6 });
});

test('A02, A06: the largest gap over all bins', () => {
  near(maximumError(binsOf(5), 1)?.value, 0.3, exact);
  near(maximumError(binsOf(10), 1)?.value, 0.65, exact);
  assert.equal(maximumError(binsOf(5), 1)?.excluded, 0);
});

test('A03, A06: the plain mean of the gaps of filled bins', () => {
  near(averageError(binsOf(5)), 0.14, exact);
  near(averageError(binsOf(10)), 0.33125, exact);
});

test('A07, A08: ECE over bins of equal mass, ties never parted', () => {
  near(expectedError(massBinsOf(5)), 0.155, exact);
  near(expectedError(massBinsOf(4)), 0.155, exact);
  near(expectedError(massBinsOf(5, columnsFrom([0.2, 0.2, 0.2, 0.6, 0.9], [0, 1, 0, 1, 1]))), 0.18, exact);
});

test('A21: ECE of the example of scikit-learn', () => {
  const columns = columnsFrom([0.1, 0.2, 0.3, 0.4, 0.65, 0.7, 0.8, 0.9, 1], [0, 0, 0, 0, 1, 1, 1, 1, 1]);
  near(expectedError(binsOf(3, columns)), 0.138888888889, exact);
});

test('small bins do not count for the largest gap, and what they hold is told', () => {
  const columns = columnsFrom(
    [...new Array(12).fill(0.9), 0.1, 0.1, 0.1],
    [...new Array(12).fill(1), 1, 1, 1],
  );
  const { value, excluded } = maximumError(binsOf(10, columns)) ?? {};
  near(value, 0.1, exact);
  near(excluded, 0.2, exact);
  assert.equal(maximumError(binsOf(10)), null);
});

test('ten labels of which one weighs as much as all others do not count as ten', () => {
  const weights = [100, ...new Array(9).fill(1)];
  const columns = columnsFrom(new Array(10).fill(0.9), new Array(10).fill(0), weights);
  assert.equal(maximumError(binsOf(10, columns)), null);
});

test('a wrong answer said with certainty is an error of 1, a right one of 0', () => {
  assert.equal(expectedError(binsOf(20, columnsFrom([1, 0], [0, 1]))), 1);
  assert.equal(expectedError(binsOf(20, columnsFrom([1, 0], [1, 0]))), 0);
});

test('without labels there is no error, not one of 0', () => {
  assert.equal(expectedError([]), null);
  assert.equal(averageError([]), null);
  assert.equal(maximumError([]), null);
});

test('errors lie in [0, 1], the mean gap below the largest', () => {
  fc.assert(
    fc.property(anyObservations({ minLength: 1 }), (observations) => {
      const bins = binsOf(15, columnsOf(observations));
      const [expected, average, maximum] = [
        expectedError(bins),
        averageError(bins),
        maximumError(bins, 0)?.value,
      ];
      assert.ok(expected !== null && average !== null && maximum !== undefined);
      assert.ok(expected >= 0 && expected <= maximum + 1e-12);
      assert.ok(average >= 0 && average <= maximum + 1e-12 && maximum <= 1 + 1e-12);
    }),
  );
});

test('more bins by division never make the ECE smaller', () => {
  fc.assert(
    fc.property(anyObservations({ minLength: 1 }), (observations) => {
      const columns = columnsOf(observations);
      const [coarse, fine] = [expectedError(binsOf(10, columns)), expectedError(binsOf(30, columns))];
      assert.ok((coarse ?? 1) <= (fine ?? 0) + 1e-12);
    }),
  );
});
