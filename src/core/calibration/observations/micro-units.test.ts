import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { binOf, microUnits } from './micro-units.ts';

function binOfConfidence(confidence: number, bins: number): number {
  return binOf(microUnits(confidence) ?? Number.NaN, bins);
}

test('A09: bins by whole millionths, where floating floor(c·B) would be one too low', () => {
  assert.equal(binOfConfidence(0.29, 100), 29);
  assert.equal(binOfConfidence(0.57, 100), 57);
  assert.equal(Math.floor(0.29 * 100), 28);
  assert.equal(Math.floor(0.57 * 100), 56);
  assert.equal(binOfConfidence(0.1 + 0.2, 10), 3);
});

test('A09: bins are closed on the left, the last one on both sides', () => {
  assert.equal(binOfConfidence(1, 10), 9);
  assert.equal(binOfConfidence(0, 10), 0);
  assert.equal(binOfConfidence(0.2, 10), 2);
  assert.equal(binOfConfidence(0.199999, 10), 1);
});

test('what is no confidence has no unit: nothing is clamped', () => {
  for (const confidence of [Number.NaN, -0.1, 1.1, -1e-9, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
    assert.equal(microUnits(confidence), null);
});

test('for every number of bins a confidence lies within the edges of its bin, by exact integer arithmetic', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1_000_000 }),
      fc.integer({ min: 1, max: 1_000_000 }),
      (unit, bins) => {
        const bin = BigInt(binOf(unit, bins));
        const position = BigInt(unit) * BigInt(bins);
        assert.ok(bin * 1_000_000n <= position);
        assert.ok(position < (bin + 1n) * 1_000_000n || bin === BigInt(bins - 1));
      },
    ),
  );
});
