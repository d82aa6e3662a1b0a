import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readEnd } from './read-end.ts';
import { UsageError } from './terminal.ts';

const now = Date.UTC(2026, 0, 5, 9);

test('a length counts from now, in minutes, hours or days', () => {
  assert.equal(readEnd({ for: '30m' }, now), '2026-01-05T09:30:00.000Z');
  assert.equal(readEnd({ for: '2h' }, now), '2026-01-05T11:00:00.000Z');
  assert.equal(readEnd({ for: '7d' }, now), '2026-01-12T09:00:00.000Z');
});

test('a moment is taken as it is, in any zone', () => {
  assert.equal(readEnd({ until: '2026-03-01T12:00:00Z' }, now), '2026-03-01T12:00:00.000Z');
  assert.equal(readEnd({ until: '2026-03-01T12:00:00+02:00' }, now), '2026-03-01T10:00:00.000Z');
});

test('an end that is not said, said twice, or not clear is a mistake in the call', () => {
  for (const given of [
    {},
    { for: '2h', until: '2026-03-01T12:00:00Z' },
    { for: '0h' },
    { for: '2 hours' },
    { for: '-2h' },
    { until: '2026-03-01' },
    { until: '2026-03-01T12:00:00' },
    { until: '2026-13-01T12:00:00Z' },
  ])
    assert.throws(() => readEnd(given, now), UsageError, JSON.stringify(given));
});
