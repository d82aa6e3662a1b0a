import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Column } from '../../core/segments/column.ts';
import { openColumnCache } from './column-cache.ts';

const column = (rows: number): Column => ({ kind: 'numbers', numbers: new Float64Array(rows) });

test('the column used longest ago makes room for a new one', () => {
  const cache = openColumnCache(2500);
  cache.set('a', 'x', column(100));
  cache.set('b', 'x', column(100));
  assert.ok(cache.get('a', 'x'));
  cache.set('c', 'x', column(100));
  assert.equal(cache.get('b', 'x'), undefined);
  assert.ok(cache.get('a', 'x') && cache.get('c', 'x'));
  assert.ok(cache.bytes() <= 2500);
});

test('that a column is not there is remembered, and is not the same as not knowing', () => {
  const cache = openColumnCache(1000);
  cache.set('a', 'x', null);
  assert.equal(cache.get('a', 'x'), null);
  assert.equal(cache.get('a', 'y'), undefined);
});

test('what is larger than the whole cache is not kept, and drives nothing out', () => {
  const cache = openColumnCache(1000);
  cache.set('a', 'x', column(10));
  cache.set('a', 'y', column(1000));
  assert.equal(cache.get('a', 'y'), undefined);
  assert.ok(cache.get('a', 'x'));
});

test('setting again replaces, and counts once', () => {
  const cache = openColumnCache(10_000);
  cache.set('a', 'x', column(100));
  const once = cache.bytes();
  cache.set('a', 'x', column(100));
  assert.equal(cache.bytes(), once);
});
