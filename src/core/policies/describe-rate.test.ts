import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { describeRate } from './describe-rate.ts';

test('rates are told in percent, without the rounding of the product', () => {
  assert.deepEqual([0, 0.05, 0.07, 0.0025, 1].map(describeRate), ['0 %', '5 %', '7 %', '0.25 %', '100 %']);
});

test('two rates that somebody may have written never read alike', () => {
  const rate = fc.integer({ min: 0, max: 1_000_000 }).map((millionths) => millionths / 1e6);
  fc.assert(
    fc.property(rate, rate, (one, other) =>
      assert.equal(describeRate(one) === describeRate(other), one === other),
    ),
  );
});
