import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../../testing/near.ts';
import {
  anyObservations,
  columnsFrom,
  dataA,
  drawLabels,
  levelsFrom,
  weightedTable,
} from '../../../testing/observations.ts';
import { columnsOf } from '../observations/observations.ts';
import { smoothError, smoothErrorAt } from './smooth-error.ts';

const grid = { absolute: 1e-5 };

test('A19: data A at bandwidths 0.05 and 0.1, and the fixed point', () => {
  const levels = levelsFrom(dataA);
  near(smoothErrorAt(levels, 0.05), 0.165155012576, grid);
  near(smoothErrorAt(levels, 0.1), 0.125, grid);
  near(smoothError(levels), 0.125, grid);
});

test('with weights it is that of the weighted residuals', () => {
  // By exact kernels on 40,001 points, computed with NumPy.
  near(smoothErrorAt(levelsFrom(weightedTable), 0.05), 0.06823518419188625, grid);
  near(smoothError(levelsFrom(weightedTable)), 0.06794703624443599, grid);
});

test('one confidence with one gap: the smoothed residual keeps its mass, also at the ends', () => {
  for (const confidence of [0, 0.25, 1]) {
    const columns = columnsFrom(new Array(10).fill(confidence), [
      ...new Array(5).fill(0),
      ...new Array(5).fill(1),
    ]);
    near(smoothError(levelsFrom(columns)), Math.abs(0.5 - confidence), grid);
    near(smoothErrorAt(levelsFrom(columns), 0.001), Math.abs(0.5 - confidence), grid);
    near(smoothErrorAt(levelsFrom(columns), 1), Math.abs(0.5 - confidence), grid);
  }
});

test('the answer is a fixed point', () => {
  const levels = levelsFrom(drawLabels({ labels: 500, seed: 1, truth: (confidence) => confidence ** 2 }));
  const error = smoothError(levels) ?? 0;
  near(smoothErrorAt(levels, error), error, { absolute: 1e-8 });
});

test('a wider kernel never finds more', () => {
  fc.assert(
    fc.property(anyObservations({ minLength: 1 }), (observations) => {
      const levels = levelsFrom(columnsOf(observations));
      const errors = [0.01, 0.03, 0.1, 0.3, 1].map((bandwidth) => smoothErrorAt(levels, bandwidth) ?? 1);
      assert.ok(errors.every((error, place) => place === 0 || error <= (errors[place - 1] ?? 0) + 1e-4));
      const fixed = smoothError(levels) ?? 2;
      assert.ok(fixed >= 0 && fixed <= 1);
    }),
    { numRuns: 30 },
  );
});

test('perfect certainty has no error; perfect error has all of it', () => {
  near(smoothError(levelsFrom(columnsFrom([0, 1], [0, 1]))), 0, { absolute: 1e-12 });
  near(smoothError(levelsFrom(columnsFrom([1, 1], [0, 0]))), 1, grid);
});

test('it falls to 0 with the number of labels of a calibrated model', () => {
  const errors = [100, 1000, 10_000].map(
    (labels) =>
      smoothError(levelsFrom(drawLabels({ labels, seed: 1, truth: (confidence) => confidence }))) ?? 1,
  );
  assert.ok((errors[2] ?? 1) < 0.02 && (errors[2] ?? 1) < (errors[0] ?? 0));
});

test('without labels there is none', () => {
  assert.equal(smoothError(levelsFrom(columnsFrom([], []))), null);
  assert.equal(smoothErrorAt(levelsFrom(columnsFrom([], [])), 0.1), null);
});
