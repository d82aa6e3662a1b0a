import assert from 'node:assert/strict';
import { test } from 'node:test';
import betaln from '@stdlib/math-base-special-betaln';
import gammaln from '@stdlib/math-base-special-gammaln';
import fc from 'fast-check';
import { near } from '../../testing/near.ts';
import { logBeta, logChoose, logGamma, stirlingError } from './log-gamma.ts';
import { openRandom } from './random.ts';

/** x, ln Γ(x); mpmath, 60 digits. */
const gammas = [
  [1e-300, 690.7755278982137],
  [1e-10, 23.025850929882736],
  [0.001, 6.907178885383853],
  [0.25, 1.2880225246980774],
  [0.5, 0.5723649429247001],
  [0.75, 0.20328095143129538],
  [0.999999, 5.772164873855652e-7],
  [1.0000001, -5.772155829918507e-8],
  [1.2, -0.08537409000331583],
  [1.4999, -0.12078588195849393],
  [1.5, -0.12078223763524522],
  [1.7, -0.09580769740706588],
  [1.9999999, -4.2278430309861296e-8],
  [2.001, 0.000423106734800117],
  [2.4999, 0.28461255726068263],
  [2.5, 0.2846828704729192],
  [3.7, 1.428072326665388],
  [7.25, 7.0521854507385395],
  [9.9999, 12.801602305348396],
  [10, 12.801827480081469],
  [33.3, 82.60372358165495],
  [1234.5, 7550.550901077895],
  [1000000, 12815504.569147611],
  [1000000000000000, 3.3538776394910668e16],
  [1e300, 6.897755278982137e302],
] as const;

/** a, b, ln B(a, b); mpmath, 60 digits. */
const betas = [
  [1e-5, 1e-5, 12.206072645365683],
  [0.5, 0.5, 1.1447298858494002],
  [1, 1, 0],
  [9.5, 9.9, -13.300381309385878],
  [0.5, 1000000, -6.335390211057437],
  [9.99, 10.01, -13.736218710401053],
  [1000, 2000, -1911.8746142144516],
  [5000000, 5000000, -6931478.252561539],
  [0.001, 10000000, 6.891060789782846],
  [10000000, 10000000, -13862950.404734597],
] as const;

/** x, δ(x); mpmath, 60 digits. */
const stirlingErrors = [
  [0.01, 1.4340079537031842],
  [0.5, 0.15342640972002736],
  [1, 0.08106146679532726],
  [3.3, 0.025177132967245105],
  [9.99, 0.00833889679773433],
  [10, 0.00833056343336287],
  [100, 0.0008333305556349147],
  [1000000, 8.333333333333056e-8],
] as const;

test('known answers of ln Γ, next to its zeros at 1 and 2, and where its pieces meet', () => {
  for (const [x, expected] of gammas) near(logGamma(x), expected, { relative: 1e-14 }, `at ${x}`);
  assert.equal(logGamma(1), 0);
  assert.equal(logGamma(2), 0);
});

test('Γ(n + 1) is n!', () => {
  let factorial = 1;
  for (let n = 1; n <= 170; n += 1) {
    factorial *= n;
    near(logGamma(n + 1), Math.log(factorial), { relative: 1e-14, absolute: 1e-14 });
  }
});

test('ln Γ outside of its domain is not a number, at 0 and at infinity infinite', () => {
  assert.equal(logGamma(0), Infinity);
  assert.equal(logGamma(Infinity), Infinity);
  for (const x of [-1, -0.5, Number.NaN, -Infinity]) assert.equal(logGamma(x), Number.NaN);
});

test('ln Γ agrees with the oracle on 2000 seeded points', () => {
  const random = openRandom(1);
  for (let point = 0; point < 2000; point += 1) {
    const x = 1e-10 * 1e20 ** random.uniform();
    near(logGamma(x), gammaln(x), { relative: 1e-13 }, `at ${x}`);
  }
});

test('Γ(x + 1) = x Γ(x)', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (x) => {
      near(logGamma(x + 1), logGamma(x) + Math.log(x), { relative: 1e-13, absolute: 1e-13 });
    }),
  );
});

test('ln Γ is convex', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 1e4, noNaN: true }), (x) => {
      const step = x / 8;
      const middle = (logGamma(x - step) + logGamma(x + step)) / 2;
      assert.ok(logGamma(x) <= middle);
    }),
  );
});

test('what Stirling leaves: known answers, and continuous where the series takes over', () => {
  for (const [x, expected] of stirlingErrors)
    near(stirlingError(x), expected, { absolute: 2e-14 }, `at ${x}`);
  near(stirlingError(10 - 1e-9), stirlingError(10), { absolute: 1e-11 });
});

test('known answers of ln B, also where three large terms would cancel', () => {
  for (const [a, b, expected] of betas)
    near(logBeta(a, b), expected, { relative: 1e-14, absolute: 1e-14 }, `at ${a}, ${b}`);
});

test('ln B agrees with the oracle on 2000 seeded points', () => {
  const random = openRandom(2);
  for (let point = 0; point < 2000; point += 1) {
    const a = 0.01 * 1e9 ** random.uniform();
    const b = 0.01 * 1e9 ** random.uniform();
    near(logBeta(a, b), betaln(a, b), { relative: 1e-13, absolute: 1e-13 }, `at ${a}, ${b}`);
  }
});

test('B is symmetric, and B(a + 1, b) + B(a, b + 1) = B(a, b)', () => {
  const shape = fc.double({ min: 0.01, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(shape, shape, (a, b) => {
      assert.equal(logBeta(a, b), logBeta(b, a));
      const whole = logBeta(a, b);
      near(Math.exp(logBeta(a + 1, b) - whole) + Math.exp(logBeta(a, b + 1) - whole), 1, {
        absolute: 1e-13 + 1e-15 * Math.abs(whole),
      });
    }),
  );
});

test('shapes that are no shapes have no beta', () => {
  for (const [a, b] of [
    [0, 1],
    [1, 0],
    [-1, 2],
    [Number.NaN, 1],
    [1, Infinity],
  ] as const)
    assert.equal(logBeta(a, b), Number.NaN);
});

test("Pascal's triangle", () => {
  let row = [1];
  for (let n = 1; n <= 60; n += 1) {
    row = Array.from({ length: n + 1 }, (_, k) => (row[k - 1] ?? 0) + (row[k] ?? 0));
    for (const [k, ways] of row.entries())
      near(logChoose(n, k), Math.log(ways), { relative: 1e-14, absolute: 1e-14 });
  }
});

test('nobody chooses more than there is', () => {
  assert.equal(logChoose(0, 0), 0);
  assert.equal(logChoose(3, 4), Number.NaN);
  assert.equal(logChoose(3, -1), Number.NaN);
  assert.equal(logChoose(Number.NaN, 1), Number.NaN);
});
