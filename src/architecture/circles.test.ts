import assert from 'node:assert/strict';
import { test } from 'node:test';
import { circles } from './circles.ts';

function circlesIn(edges: Record<string, string[]>): string[][] {
  return circles(new Map(Object.entries(edges)));
}

test('a tree and a diamond hold no circle', () => {
  assert.deepEqual(circlesIn({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }), []);
});

test('a circle is told as the way around', () => {
  assert.deepEqual(circlesIn({ a: ['b'], b: ['c'], c: ['d', 'b'], d: [] }), [['b', 'c', 'b']]);
});

test('a file that imports itself is a circle', () => {
  assert.deepEqual(circlesIn({ a: ['a'] }), [['a', 'a']]);
});

test('two circles are both found', () => {
  assert.equal(circlesIn({ a: ['b'], b: ['a', 'c'], c: ['d'], d: ['c'] }).length, 2);
});
