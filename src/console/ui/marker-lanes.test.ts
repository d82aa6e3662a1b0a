import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markerLanes } from './marker-lanes.ts';

test('names far apart share the first lane, whatever their order', () => {
  assert.deepEqual(markerLanes([0.8, 0.1, 0.5], 0.2), [0, 0, 0]);
});

test('neighbours go below each other, and the lane is used again further on', () => {
  assert.deepEqual(markerLanes([0.5, 0.52, 0.54, 0.8], 0.2), [0, 1, 2, 0]);
});

test('two at the same place do not lie over each other, and nothing has no lanes', () => {
  assert.deepEqual(markerLanes([0.5, 0.5], 0.2), [0, 1]);
  assert.deepEqual(markerLanes([], 0.2), []);
});
