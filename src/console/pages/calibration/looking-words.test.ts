import assert from 'node:assert/strict';
import { test } from 'node:test';
import { windowOf, windowOptions } from './looking-words.ts';

const nowMs = Date.parse('2026-03-10T12:34:56.789Z');

test('a window begins at a full hour, and "ever" has no beginning', () => {
  assert.equal(windowOf('7', nowMs).from, '2026-03-03T12:00:00.000Z');
  assert.equal(windowOf('ever', nowMs).from, undefined);
  assert.equal(windowOf('own', nowMs).from, undefined);
});

test('a window that came with the address can stay', () => {
  assert.ok(windowOptions(true).some((one) => one.value === 'own'));
  assert.ok(!windowOptions(false).some((one) => one.value === 'own'));
});
