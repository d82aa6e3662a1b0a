import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnsFrom, columnsOfTable } from '../../../testing/observations.ts';
import { weightClasses } from './cells.ts';
import { tallyOf } from './tally.ts';
import { weightStrata } from './weight-strata.ts';

function strataOf(columns: Parameters<typeof tallyOf>[0]) {
  const tally = tallyOf(columns);
  return weightStrata(tally, weightClasses(tally));
}

test('labels of one weight are one stratum, with their sums', () => {
  const [routed, audited, ...others] = strataOf(
    columnsOfTable([
      [0.5, 3, 3, 1],
      [0.75, 4, 2, 10],
    ]),
  );
  assert.deepEqual(others, []);
  assert.deepEqual(routed, {
    count: 6,
    weight: 6,
    squared: 6,
    confidence: 3,
    right: 3,
    gap: 0,
    squaredGap: 0,
    squaredGapSquare: 1.5,
  });
  assert.equal(audited?.weight, 60);
  assert.equal(audited?.right, 40);
  assert.equal(audited?.gap, 5);
});

test('a stratum below five labels joins its neighbour', () => {
  const strata = strataOf(
    columnsOfTable([
      [0.5, 2, 2, 1],
      [0.6, 8, 2, 10],
      [0.7, 3, 1, 100],
    ]),
  );
  assert.deepEqual(
    strata.map(({ count, weight }) => [count, weight]),
    [[18, 504]],
  );
});

test('strata below five labels that are alone stay', () => {
  assert.deepEqual(
    strataOf(columnsFrom([0.5], [1], [3])).map(({ count }) => count),
    [1],
  );
  assert.deepEqual(strataOf(columnsFrom([], [])), []);
});
