import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { thousandthOf } from './thousandth.ts';

test('a value is on the side of every thousandth that comparing it puts it on', () => {
  const near = fc
    .integer({ min: 0, max: 1000 })
    .chain((n) =>
      fc.constantFrom(n / 1000, n / 1000 + Number.EPSILON / 2, n / 1000 - Number.EPSILON / 2, n * 0.001),
    );
  fc.assert(
    fc.property(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), near), (given) => {
      const value = Math.min(1, Math.max(0, given));
      const found = thousandthOf(value);
      assert.ok(found / 1000 <= value && (found + 1) / 1000 > value, `${value}: ${found}`);
    }),
    { numRuns: 5000 },
  );
});

test('every thousandth is its own, and the ends are 0 and 1000', () => {
  for (let n = 0; n <= 1000; n++) assert.equal(thousandthOf(n / 1000), n);
  assert.deepEqual([0.29, 0.57, 1, 0, 0.9999999].map(thousandthOf), [290, 570, 1000, 0, 999]);
});
