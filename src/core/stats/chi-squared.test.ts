import assert from 'node:assert/strict';
import { test } from 'node:test';
import gammainc from '@stdlib/math-base-special-gammainc';
import fc from 'fast-check';
import { near } from '../../testing/near.ts';
import { chiSquaredCdf, chiSquaredQuantile, chiSquaredSf, chiSquaredUpperQuantile } from './chi-squared.ts';
import { normalQuantile, normalSf } from './normal.ts';
import { openRandom } from './random.ts';

test('known answer: the upper tail at 80 (statistics.md A94)', () => {
  near(chiSquaredSf(80, 1), 3.744097384203e-19, { relative: 1e-12 });
});

test('known answer: the p-value of a test of two samples (statistics.md A38)', () => {
  near(chiSquaredSf(2.539682539683, 2), 0.280876201764, { absolute: 1e-11 });
});

test('known answers: critical values as printed in every book', () => {
  for (const [df, critical] of [
    [1, 3.841],
    [2, 5.991],
    [5, 11.07],
    [9, 16.919],
    [30, 43.773],
    [100, 124.342],
  ] as const) {
    near(chiSquaredUpperQuantile(0.05, df), critical, { absolute: 5e-4 });
    near(chiSquaredQuantile(0.95, df), critical, { absolute: 5e-4 });
  }
});

test('known answers: the noise floor of the population stability index (statistics.md A40)', () => {
  near(chiSquaredQuantile(0.95, 9) * (1 / 1000 + 1 / 1000), 0.033837955209, { absolute: 1e-12 });
  near(chiSquaredQuantile(0.95, 9) * (1 / 100 + 1 / 100), 0.338379552092, { absolute: 1e-12 });
});

test('with one degree of freedom it is a squared normal', () => {
  for (const z of [0.01, 0.5, 1.96, 6, 11])
    near(chiSquaredSf(z * z, 1), 2 * normalSf(z), { relative: 1e-13 });
  near(Math.sqrt(chiSquaredQuantile(0.95, 1)), normalQuantile(0.975), { relative: 1e-14 });
});

test('with two it is an exponential of mean 2', () => {
  for (const x of [0.001, 1, 30, 1000]) near(chiSquaredSf(x, 2), Math.exp(-x / 2), { relative: 1e-13 });
});

test('agrees with the oracle on 2000 seeded points', () => {
  const random = openRandom(10);
  for (let point = 0; point < 2000; point += 1) {
    const df = 1 + random.integer(200);
    const x = 3 * df * random.uniform();
    near(chiSquaredCdf(x, df), gammainc(x / 2, df / 2), { relative: 1e-12 }, `at ${x}, ${df}`);
    const oracle = gammainc(x / 2, df / 2, true, true);
    near(chiSquaredSf(x, df), oracle, { relative: oracle > 1e-6 ? 1e-12 : 1e-9 }, `at ${x}, ${df}`);
  }
});

test('both tails add up to one, and quantiles take back', () => {
  const freedom = fc.double({ min: 0.5, max: 1e5, noNaN: true });
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), freedom, (p, df) => {
      const x = chiSquaredQuantile(p, df);
      near(chiSquaredCdf(x, df), p, { relative: 1e-9 });
      near(chiSquaredCdf(x, df) + chiSquaredSf(x, df), 1, { absolute: 4e-16 });
    }),
  );
});

test('degrees of freedom are positive', () => {
  for (const df of [0, -2, Number.NaN]) assert.equal(chiSquaredSf(1, df), Number.NaN);
  assert.deepEqual([chiSquaredCdf(-1, 3), chiSquaredSf(-1, 3)], [0, 1]);
});
