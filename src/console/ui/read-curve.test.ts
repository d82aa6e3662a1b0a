import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, ticksBetween } from './read-curve.ts';

const line = [
  { x: 0, y: 0 },
  { x: 1, y: 10 },
  { x: 1, y: 20 },
  { x: 3, y: 30 },
];

test('a curve is read where it is drawn, and nowhere else', () => {
  assert.equal(at(line, 0), 0);
  assert.equal(at(line, 0.25), 2.5);
  assert.equal(at(line, 1), 10);
  assert.equal(at(line, 2), 25);
  assert.equal(at(line, 3), 30);
  assert.equal(at(line, 3.1), null);
  assert.equal(at(line, -0.1), null);
  assert.equal(at([], 0), null);
});

test('ticks are round and stay between the ends', () => {
  assert.deepEqual(ticksBetween(0.5, 1), [0.5, 0.6, 0.7, 0.8, 0.9, 1]);
  assert.deepEqual(ticksBetween(0, 1), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.deepEqual(ticksBetween(0, 0.013, 4), [0, 0.005, 0.01]);
  assert.deepEqual(ticksBetween(2, 2), [2]);
});
