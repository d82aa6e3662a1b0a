import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expiryOf, spans } from './spans.ts';

test('every span ends as far ahead as it says, and none beyond the limit', () => {
  const nowMs = Date.parse('2026-05-01T00:00:00Z');
  const limitMs = nowMs + 30 * 86_400_000;
  for (const { value } of spans) assert.ok(Date.parse(expiryOf(value, nowMs)) < limitMs);
  assert.equal(expiryOf('7200', nowMs), '2026-05-01T02:00:00.000Z');
});
