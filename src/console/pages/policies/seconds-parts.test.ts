import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { partsOf, secondsOf } from './seconds-parts.ts';

test('seconds show in the largest unit that divides them', () => {
  assert.deepEqual(partsOf(5400), { count: 90, unit: 'minutes' });
  assert.deepEqual(partsOf(7200), { count: 2, unit: 'hours' });
  assert.deepEqual(partsOf(61), { count: 61, unit: 'seconds' });
  assert.deepEqual(partsOf(0), { count: 0, unit: 'seconds' });
});

test('taking apart and putting together changes nothing', () => {
  fc.assert(
    fc.property(fc.nat(40_000_000), (seconds) => {
      const { count, unit } = partsOf(seconds);
      return secondsOf(count, unit) === seconds;
    }),
  );
});
