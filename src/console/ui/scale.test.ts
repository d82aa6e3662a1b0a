import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linePoints, pathOf, roundTop, ticksTo } from './scale.ts';

test('an axis ends on a round number', () => {
  assert.deepEqual([0, 0.3, 1, 7, 42, 1001].map(roundTop), [1, 0.5, 1, 10, 50, 2000]);
});

test('ticks start at zero and reach the largest value', () => {
  assert.deepEqual(ticksTo(42), [0, 10, 20, 30, 40, 50]);
  assert.deepEqual(ticksTo(3), [0, 1, 2, 3]);
  assert.deepEqual(ticksTo(0), [0, 1]);
});

test('a line stands on its floor and touches its top', () => {
  const points = linePoints([0, 10], { width: 100, height: 50, top: 10 });
  assert.deepEqual(points, [
    { x: 0, y: 50 },
    { x: 100, y: 0 },
  ]);
  assert.equal(pathOf(points), 'M0.0 50.0L100.0 0.0');
});
