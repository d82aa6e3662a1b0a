import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageError } from '../terminal.ts';
import { readTime } from './read-time.ts';

const nowMs = Date.UTC(2025, 2, 10, 12);
const read = (text: string) => readTime('--from', text, nowMs);

test('times are days and moments in UTC, or days and hours ago', () => {
  assert.equal(read('2025-03-01'), '2025-03-01T00:00:00.000Z');
  assert.equal(read('2025-03-01T12:30:00Z'), '2025-03-01T12:30:00.000Z');
  assert.equal(read('2025-03-01T12:30:00+02:00'), '2025-03-01T10:30:00.000Z');
  assert.equal(read('7d'), '2025-03-03T12:00:00.000Z');
  assert.equal(read('24h'), '2025-03-09T12:00:00.000Z');
  assert.equal(read('0h'), '2025-03-10T12:00:00.000Z');
});

test('anything else is told with what is taken', () => {
  for (const text of ['', 'yesterday', '7', '-3d', '1.5h', '2025', '2025-13-01', '999999d']) {
    assert.throws(() => read(text), UsageError, text);
  }
});
