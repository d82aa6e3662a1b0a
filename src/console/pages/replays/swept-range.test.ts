import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sweptRange } from './swept-range.ts';

const points = (...counts: number[]) => counts.map((released) => ({ released }));

test('ends at which nothing changes are left out, all but one point of each', () => {
  assert.deepEqual(sweptRange(points(9, 9, 9, 4, 2, 0, 0)), { first: 2, last: 5 });
});

test('a sweep that changes from its first to its last point is shown whole, either way', () => {
  assert.deepEqual(sweptRange(points(9, 5, 0)), { first: 0, last: 2 });
  assert.deepEqual(sweptRange(points(0, 5, 9)), { first: 0, last: 2 });
});

test('where nothing ever changes, everything is shown', () => {
  assert.deepEqual(sweptRange(points(3, 3, 3)), { first: 0, last: 2 });
  assert.deepEqual(sweptRange([]), { first: 0, last: 0 });
});
