import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { distinct, lastUpTo } from './distinct.ts';

const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }));

test('every number comes once, ascending, and the given column stays as it was', () => {
  const given = Float64Array.of(3, 1, 3, 2, 1);
  assert.deepEqual([...distinct(given)], [1, 2, 3]);
  assert.deepEqual([...given], [3, 1, 3, 2, 1]);
  assert.equal(distinct(new Float64Array()).length, 0);
});

test('the place found is that of the last entry not above the value', () => {
  fc.assert(
    fc.property(numbers, fc.double({ noNaN: true }), (values, value) => {
      const ascending = distinct(Float64Array.from(values));
      assert.equal(lastUpTo(ascending, value), ascending.filter((one) => one <= value).length - 1);
    }),
  );
});

test('no place is up to what is no number', () => {
  assert.equal(lastUpTo(Float64Array.of(1, 2), Number.NaN), -1);
});
