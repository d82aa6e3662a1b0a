import assert from 'node:assert/strict';
import { test } from 'node:test';
import { daysIn, startOf } from './past-days.ts';

test('a window begins at a full hour, so that it stays the same for a while', () => {
  assert.equal(startOf(7, Date.parse('2026-03-10T12:34:56.789Z')), '2026-03-03T12:00:00.000Z');
  assert.equal(startOf(7, Date.parse('2026-03-10T12:59:59.999Z')), '2026-03-03T12:00:00.000Z');
});

test('only days that can be chosen are taken from an address', () => {
  assert.equal(daysIn({ days: '30' }), 30);
  assert.equal(daysIn({ days: '31' }), undefined);
  assert.equal(daysIn({}), undefined);
});
