import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../../testing/near.ts';
import { anyObservations, columnsFrom, dataA, levelsFrom } from '../../../testing/observations.ts';
import {
  coarserBins,
  equalWidthBins,
  filledBins,
  mergeBins,
  microBinCount,
  microBins,
  placeAmongFilled,
} from './bins.ts';
import { equalMassBins } from './equal-mass-bins.ts';
import { microUnits } from './micro-units.ts';
import { columnsOf } from './observations.ts';

const wholeWeights = fc.constantFrom(1, 2, 7, 100);
const displayed = [10, 12, 15, 20, 25, 30, 40, 50, 60, 100];

test('A21: accuracy and confidence over three equal bins', () => {
  const levels = levelsFrom(
    columnsFrom([0.1, 0.2, 0.3, 0.4, 0.65, 0.7, 0.8, 0.9, 1], [0, 0, 0, 0, 1, 1, 1, 1, 1]),
  );
  const bins = filledBins(equalWidthBins(levels, 3));
  assert.deepEqual(
    bins.map(({ accuracy }) => accuracy),
    [0, 0.5, 1],
  );
  [0.2, 0.525, 0.85].forEach((confidence, bin) => {
    near(bins[bin]?.confidence, confidence, { absolute: 1e-12 });
  });
});

test('bins say where they begin and end, what part of the weight they hold and how many labels they are worth', () => {
  const levels = levelsFrom(columnsFrom([0.1, 0.1, 0.3], [1, 0, 1], [1, 3, 12]));
  const [first, second, ...others] = filledBins(equalWidthBins(levels, 4));
  assert.deepEqual(others, []);
  assert.deepEqual(first, {
    from: 0,
    to: 0.25,
    count: 2,
    effective: 1.6,
    share: 0.25,
    confidence: 0.1,
    accuracy: 0.25,
  });
  assert.equal(second?.from, 0.25);
  assert.equal(second?.share, 0.75);
});

test('every number of bins on display is exactly a sum of micro-bins', () => {
  fc.assert(
    fc.property(anyObservations({ weight: wholeWeights }), (observations) => {
      const levels = levelsFrom(columnsOf(observations));
      for (const number of displayed)
        assert.deepEqual(coarserBins(microBins(levels), number), equalWidthBins(levels, number));
    }),
    { numRuns: 30 },
  );
});

test('micro-bins of parts add up to those of the whole, bit for bit', () => {
  fc.assert(
    fc.property(
      anyObservations({ weight: wholeWeights }),
      anyObservations({ weight: wholeWeights }),
      (one, other) => {
        const [a, b] = [one, other].map((part) => microBins(levelsFrom(columnsOf(part))));
        assert.ok(a && b);
        assert.deepEqual(mergeBins(a, b), microBins(levelsFrom(columnsOf([...one, ...other]))));
        assert.deepEqual(mergeBins(b, a), mergeBins(a, b));
      },
    ),
  );
});

test('bins of different grids are not added', () => {
  const levels = levelsFrom(dataA);
  assert.equal(mergeBins(equalWidthBins(levels, 10), equalWidthBins(levels, 20)), null);
  assert.equal(mergeBins(equalWidthBins(levels, 5), equalMassBins(levels, 5)), null);
});

test('a number of bins that does not divide theirs is refused', () => {
  assert.equal(microBinCount, 600);
  assert.equal(coarserBins(microBins(levelsFrom(dataA)), 7), null);
});

test('equal bins hold all labels and all weight', () => {
  fc.assert(
    fc.property(
      anyObservations({ minLength: 1 }),
      fc.integer({ min: 1, max: 40 }),
      (observations, number) => {
        const levels = levelsFrom(columnsOf(observations));
        for (const bins of [equalWidthBins(levels, number), equalMassBins(levels, number)]) {
          const filled = filledBins(bins);
          assert.equal(
            filled.reduce((sum, { count }) => sum + count, 0),
            observations.length,
          );
          near(
            filled.reduce((sum, { share }) => sum + share, 0),
            1,
            { absolute: 1e-12 },
          );
        }
      },
    ),
  );
});

test('the place of a confidence among the filled bins is that of the bin which holds it', () => {
  fc.assert(
    fc.property(
      anyObservations({ minLength: 1 }),
      fc.integer({ min: 1, max: 40 }),
      (observations, number) => {
        const levels = levelsFrom(columnsOf(observations));
        for (const bins of [equalWidthBins(levels, number), equalMassBins(levels, number)]) {
          const filled = filledBins(bins);
          const placeOf = placeAmongFilled(bins);
          const counts = filled.map(() => 0);
          for (const { confidence } of observations) {
            const place = placeOf(microUnits(confidence) ?? -1);
            counts[place] = (counts[place] ?? 0) + 1;
          }
          assert.deepEqual(
            counts,
            filled.map(({ count }) => count),
          );
        }
      },
    ),
  );
});

test('A07, A08: bins of equal mass close where the weight is reached and never part equal confidences', () => {
  const counts = (bins: number, columns = dataA) =>
    filledBins(equalMassBins(levelsFrom(columns), bins)).map(({ count }) => count);
  assert.deepEqual(counts(5), [2, 2, 2, 2, 2]);
  assert.deepEqual(counts(4), [3, 2, 3, 2]);
  assert.deepEqual(counts(5, columnsFrom([0.2, 0.2, 0.2, 0.6, 0.9], [0, 1, 0, 1, 1])), [3, 1, 1]);
});

test('bins of equal mass go by weight, not by labels, and tenths do not miss their mark by a rounding', () => {
  const tenths = columnsFrom([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], [0, 0, 0, 1, 1, 1], new Array(6).fill(0.1));
  assert.deepEqual(
    filledBins(equalMassBins(levelsFrom(tenths), 2)).map(({ count }) => count),
    [3, 3],
  );
  const heavy = columnsFrom([0.1, 0.2, 0.3, 0.4], [0, 0, 1, 1], [1, 1, 1, 3]);
  assert.deepEqual(
    filledBins(equalMassBins(levelsFrom(heavy), 2)).map(({ count }) => count),
    [3, 1],
  );
});

test('without labels there are no bins', () => {
  const levels = levelsFrom(columnsFrom([], []));
  assert.deepEqual(filledBins(equalWidthBins(levels, 10)), []);
  assert.deepEqual(filledBins(equalMassBins(levels, 10)), []);
});
