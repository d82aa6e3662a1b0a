import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { celEnvironment } from './cel-environment.ts';
import { timeParts, writtenSpanMs, writtenTimeMs } from './times.ts';

const environment = celEnvironment({ outputKind: 'text', classes: [], metadataFields: [] });

test('the parts of a time are those that Date knows, before 1970 as well', () => {
  const parts: Readonly<Record<string, (date: Date) => number>> = {
    getFullYear: (date) => date.getUTCFullYear(),
    getMonth: (date) => date.getUTCMonth(),
    getDate: (date) => date.getUTCDate(),
    getDayOfMonth: (date) => date.getUTCDate() - 1,
    getDayOfWeek: (date) => date.getUTCDay(),
    getHours: (date) => date.getUTCHours(),
    getMinutes: (date) => date.getUTCMinutes(),
    getSeconds: (date) => date.getUTCSeconds(),
  };
  assert.deepEqual(Object.keys(parts), Object.keys(timeParts));
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true }), (date) => {
      for (const [name, part] of Object.entries(timeParts))
        assert.equal(part(date.getTime()), parts[name]?.(date), name);
    }),
  );
});

test('a written time is read with its offset; what is no time is not', () => {
  assert.equal(writtenTimeMs('2025-03-01T14:00:00+02:00', environment), Date.UTC(2025, 2, 1, 12));
  for (const text of ['', 'yesterday', '2025-03-01', '") || true || ("'])
    assert.equal(writtenTimeMs(text, environment), null);
});

test('a written span is read in milliseconds', () => {
  assert.equal(writtenSpanMs('1h30m', environment), 5_400_000);
  assert.equal(writtenSpanMs('-1.5s', environment), -1500);
  assert.equal(writtenSpanMs('1us', environment), 0.001);
  for (const text of ['', '1 day', '5', 'x']) assert.equal(writtenSpanMs(text, environment), null);
});
