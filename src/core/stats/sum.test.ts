import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../testing/near.ts';
import { mean, openSum, sum, variance } from './sum.ts';

test('what a plain loop loses is kept', () => {
  assert.equal(sum([1, 1e100, 1, -1e100]), 2);
  assert.equal(sum(Array<number>(1000).fill(0.1)), 100);
  assert.equal(sum([]), 0);
});

test('exact against whole numbers over a power of two', () => {
  const part = fc.tuple(fc.maxSafeInteger(), fc.integer({ min: 0, max: 40 }));
  fc.assert(
    fc.property(fc.array(part, { maxLength: 50 }), (parts) => {
      const exact = parts.reduce((total, [bits, shift]) => total + (BigInt(bits) << BigInt(shift)), 0n);
      const sizes = parts.reduce((total, [bits, shift]) => total + Math.abs(bits) * 2 ** shift, 0);
      const own = sum(parts.map(([bits, shift]) => bits * 2 ** shift));
      near(own, Number(exact), { relative: 3e-16, absolute: sizes * 1e-30 });
    }),
  );
});

test('a running sum says at any time what it is', () => {
  const running = openSum();
  assert.equal(running.value(), 0);
  const values = [0.1, 0.2, 0.3, -0.6, 1e20, 1, -1e20];
  for (const [index, value] of values.entries()) {
    running.add(value);
    assert.equal(running.value(), sum(values.slice(0, index + 1)));
  }
});

test('infinity and no number come through as in a plain sum', () => {
  assert.equal(sum([1, Infinity]), Infinity);
  assert.equal(sum([Infinity, 1, -1]), Infinity);
  assert.equal(sum([Infinity, -Infinity]), Number.NaN);
  assert.equal(sum([1, Number.NaN]), Number.NaN);
});

test('known answers of mean and variance', () => {
  const values = [2, 4, 4, 4, 5, 5, 7, 9];
  assert.equal(mean(values), 5);
  near(variance(values), 32 / 7, { relative: 1e-15 });
});

test('nothing has no mean, and one value no variance', () => {
  assert.equal(mean([]), null);
  assert.equal(variance([]), null);
  assert.equal(variance([3]), null);
  assert.equal(variance(new Float64Array([3, 3])), 0);
});

test('a far offset does not disturb the variance (NIST StRD, NumAcc4: mean 10 000 000.2, s 0.1)', () => {
  const values = [10_000_000.2];
  for (let pair = 0; pair < 500; pair += 1) values.push(10_000_000.1, 10_000_000.3);
  near(mean(values), 10_000_000.2, { relative: 2e-16 });
  near(Math.sqrt(variance(values) ?? 0), 0.1, { relative: 1e-7 });
});

test('shifting moves the mean and leaves the variance', () => {
  const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 50 });
  fc.assert(
    fc.property(values, fc.integer({ min: -1_000_000, max: 1_000_000 }), (some, shift) => {
      const moved = some.map((value) => value + shift);
      near((mean(moved) ?? 0) - shift, mean(some) ?? 0, { absolute: 1e-8 });
      near(variance(moved), variance(some) ?? 0, { relative: 1e-9, absolute: 1e-9 });
    }),
  );
});
