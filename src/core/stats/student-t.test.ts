import assert from 'node:assert/strict';
import { test } from 'node:test';
import betainc from '@stdlib/math-base-special-betainc';
import fc from 'fast-check';
import { near } from '../../testing/near.ts';
import { normalQuantile, normalSf } from './normal.ts';
import { openRandom } from './random.ts';
import { studentTCdf, studentTQuantile, studentTSf } from './student-t.ts';

/** t, df, P(T > t); mpmath, 60 digits. */
const tails = [
  [1, 1, 0.25],
  [63.65674116287399, 1, 0.004999999999999811],
  [2.5, 3, 0.04385332350403277],
  [1e-6, 5, 0.4999996203933102],
  [2.0452296421327034, 29, 0.025000000000000046],
  [10, 10, 7.947765877982059e-7],
  [40, 4.5, 3.224782606460499e-7],
  [5, 1000, 3.3836281823243153e-7],
  [11, 1000000, 1.9177808801974229e-28],
  [3, 0.5, 0.18365407799297173],
  [10000000000, 2, 5e-21],
] as const;

test('known answers of the tail', () => {
  for (const [t, df, upper] of tails) {
    near(studentTSf(t, df), upper, { relative: 1e-13 }, `at ${t}, ${df}`);
    near(studentTCdf(-t, df), upper, { relative: 1e-13 }, `at ${-t}, ${df}`);
  }
});

test('known answers: critical values as printed in every book', () => {
  for (const [df, critical] of [
    [1, 12.706],
    [2, 4.303],
    [5, 2.571],
    [10, 2.228],
    [29, 2.045],
    [120, 1.98],
  ] as const)
    near(studentTQuantile(0.975, df), critical, { absolute: 5e-4 });
});

test('closed forms: Cauchy with one degree of freedom, and with two', () => {
  for (const t of [-1e6, -3, -0.1, 0, 0.7, 20]) {
    near(studentTCdf(t, 1), 0.5 + Math.atan(t) / Math.PI, { absolute: 1e-15 });
    near(studentTCdf(t, 2), 0.5 + t / (2 * Math.sqrt(2 + t * t)), { absolute: 1e-15 });
  }
});

test('with many degrees of freedom it is nearly normal', () => {
  for (const z of [0.3, 1.96, 4]) near(studentTSf(z, 1e9), normalSf(z), { relative: 1e-6 });
  near(studentTQuantile(0.9, 1e9), normalQuantile(0.9), { relative: 1e-8 });
});

test('agrees with the oracle on 2000 seeded points', () => {
  const random = openRandom(11);
  for (let point = 0; point < 2000; point += 1) {
    const df = 0.5 * 2000 ** random.uniform();
    const t = Math.sqrt(df) * 0.01 * 1e4 ** random.uniform();
    const oracle = betainc(df / (df + t * t), df / 2, 0.5) / 2;
    if (oracle > 1e-30)
      near(studentTSf(t, df), oracle, { relative: oracle > 1e-6 ? 1e-12 : 1e-9 }, `at ${t}, ${df}`);
  }
});

const freedom = fc.double({ min: 0.5, max: 1e6, noNaN: true });

test('both sides mirror and add up to one', () => {
  fc.assert(
    fc.property(fc.double({ min: -100, max: 100, noNaN: true }), freedom, (t, df) => {
      assert.equal(studentTSf(t, df), studentTCdf(-t, df));
      near(studentTCdf(t, df) + studentTSf(t, df), 1, { absolute: 4e-16 });
    }),
  );
});

test('the quantile takes back, also next to the middle', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -30, max: 30, noNaN: true }),
      fc.double({ min: 1, max: 1e5, noNaN: true }),
      (t, df) => {
        // The upper tail of a probability next to 1 is gone, so the lower half is asked.
        const below = -Math.abs(t);
        near(studentTQuantile(studentTCdf(below, df), df), below, { relative: 1e-11, absolute: 1e-15 });
      },
    ),
  );
  assert.equal(studentTQuantile(0.5, 7), 0);
});

test('the ends, and what is no number of degrees', () => {
  assert.deepEqual([studentTCdf(-Infinity, 3), studentTCdf(Infinity, 3)], [0, 1]);
  assert.deepEqual([studentTQuantile(0, 3), studentTQuantile(1, 3)], [-Infinity, Infinity]);
  for (const df of [0, -1, Number.NaN, Infinity]) assert.equal(studentTCdf(1, df), Number.NaN);
  for (const p of [-0.1, 1.1, Number.NaN]) assert.equal(studentTQuantile(p, 3), Number.NaN);
});
