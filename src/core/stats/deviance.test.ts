import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../testing/near.ts';
import { deviance, gapFromMean } from './deviance.ts';

/** x, m, D(x, m); mpmath, 60 digits. */
const deviances = [
  [0, 3.5, 3.5],
  [5, 5, 0],
  [3, 2, 0.21639532432449315],
  [1000, 1001, 0.0004996669164668332],
  [1000000, 1000001, 4.999996666669166e-7],
  [1000000, 999999.5, 1.2500004166668228e-7],
  [7, 700, 660.7638086980834],
  [700, 7, 2530.6191301916638],
  [1, 0.001, 5.908755278982137],
  [123456, 130000, 167.5428870782427],
] as const;

test('known answers, next to the mean and far from it', () => {
  for (const [x, mean, expected] of deviances)
    near(deviance(x, mean, x - mean), expected, { relative: 1e-14 }, `at ${x}, ${mean}`);
});

test('it is zero at the mean only, and positive elsewhere', () => {
  const size = fc.double({ min: 1e-3, max: 1e7, noNaN: true });
  fc.assert(
    fc.property(size, size, (x, mean) => {
      const away = deviance(x, mean, x - mean);
      if (x === mean) assert.equal(away, 0);
      else assert.ok(away > 0);
    }),
  );
});

test('series and logarithm meet without a step', () => {
  for (const mean of [0.3, 1, 500, 1e7]) {
    for (const edge of [0.3, -0.3]) {
      const x = (mean * (1 + edge)) / (1 - edge);
      const [inside, outside] = [x * (1 - edge * 1e-9), x * (1 + edge * 1e-9)];
      near(deviance(inside, mean, inside - mean), deviance(outside, mean, outside - mean), {
        relative: 1e-8,
      });
    }
  }
});

test('the gap is exact where plain arithmetic leaves rounding', () => {
  // a − n·x for dyadic numbers of few bits can be computed exactly in BigInt units of 2^-60.
  const unit = 2n ** 60n;
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2 ** 24 }),
      fc.integer({ min: 1, max: 2 ** 24 }),
      fc.integer({ min: 1, max: 2 ** 52 }),
      (a, b, bits) => {
        const x = bits / 2 ** 53;
        const exact = BigInt(a) * unit - BigInt(a + b) * ((BigInt(bits) * unit) / 2n ** 53n);
        near(gapFromMean(a, b, x), Number(exact) / 2 ** 60, { relative: 1e-15, absolute: 1e-22 });
      },
    ),
  );
});

test('a rounded sum of shapes does not reach the gap', () => {
  // 1e9 + 1e-9 is rounded to 1e9; the gap at the true mean of a = 1e-9 is 1e-9 − (1e9 + 1e-9)·x all the same.
  near(gapFromMean(1e-9, 1e9, 1e-18), -1e-27, { absolute: 1e-24 });
  near(gapFromMean(0.1, 1e15, 1e-16), 0, { absolute: 1e-16 });
});
