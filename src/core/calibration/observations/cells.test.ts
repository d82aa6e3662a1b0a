import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../../testing/near.ts';
import { anyObservations, columnsFrom } from '../../../testing/observations.ts';
import { cellsOf, weightClasses } from './cells.ts';
import { effectiveCount } from './levels.ts';
import { binOf } from './micro-units.ts';
import { columnsOf } from './observations.ts';
import { tallyOf } from './tally.ts';

function cellsIn(bins: number, columns: Parameters<typeof tallyOf>[0]) {
  const tally = tallyOf(columns);
  return cellsOf(tally, { classes: weightClasses(tally), groupOf: (unit) => binOf(unit, bins) });
}

test('weights within a tenth of each other are one class', () => {
  const tally = tallyOf(columnsFrom([0.1, 0.2, 0.3, 0.4], [1, 1, 1, 1], [1, 1.1, 1.2, 50]));
  assert.deepEqual([...weightClasses(tally)], [1, 1.2, 50]);
});

test('however many weights between 1 and 1000 there are, the classes are at most 73', () => {
  const weights = Array.from({ length: 5000 }, (_, place) => 1000 ** (place / 4999));
  const tally = tallyOf(columnsFrom(new Array(5000).fill(0.5), new Array(5000).fill(1), weights));
  assert.ok(weightClasses(tally).length <= 73);
});

test('a cell holds the labels of one group and class: how many, their mean weight and confidence', () => {
  const cells = cellsIn(2, columnsFrom([0.1, 0.3, 0.3, 0.9], [1, 0, 1, 1], [1, 1, 8, 8]));
  assert.deepEqual([...cells.group], [0, 0, 1]);
  assert.deepEqual([...cells.count], [2, 1, 1]);
  assert.deepEqual([...cells.weight], [1, 8, 8]);
  assert.deepEqual([...cells.confidence], [0.2, 0.3, 0.9]);
});

test('a group of many classes becomes one cell of its effective labels, and keeps its weight', () => {
  const weights = Array.from({ length: 200 }, (_, place) => 1.05 ** (place % 40));
  const columns = columnsFrom(new Array(200).fill(0.7), new Array(200).fill(1), weights);
  const { group, count, weight } = cellsIn(1, columns);
  const total = weights.reduce((sum, one) => sum + one, 0);
  const squared = weights.reduce((sum, one) => sum + one * one, 0);
  assert.equal(group.length, 1);
  assert.equal(count[0], Math.round(effectiveCount(total, squared)));
  near((count[0] ?? 0) * (weight[0] ?? 0), total, { relative: 1e-12 });
});

test('cells keep all weight and the mean confidence, and hold whole numbers of labels', () => {
  fc.assert(
    fc.property(anyObservations({ minLength: 1 }), fc.integer({ min: 1, max: 30 }), (observations, bins) => {
      const { group, count, weight, confidence } = cellsIn(bins, columnsOf(observations));
      const mass = Array.from(count, (n, cell) => n * (weight[cell] ?? 0));
      near(
        mass.reduce((sum, one) => sum + one, 0),
        observations.reduce((sum, one) => sum + one.weight, 0),
        { relative: 1e-9 },
      );
      near(
        mass.reduce((sum, one, cell) => sum + one * (confidence[cell] ?? 0), 0),
        observations.reduce((sum, one) => sum + one.weight * (Math.round(one.confidence * 1e6) / 1e6), 0),
        { absolute: 1e-9, relative: 1e-9 },
      );
      assert.ok(count.every(Number.isInteger));
      assert.ok(group.every((own, cell) => cell === 0 || own >= (group[cell - 1] ?? 0)));
    }),
  );
});
