import assert from 'node:assert/strict';
import { test } from 'node:test';
import erfcOracle from '@stdlib/math-base-special-erfc';
import erfcinv from '@stdlib/math-base-special-erfcinv';
import fc from 'fast-check';
import { near } from '../../testing/near.ts';
import { erfc, normalCdf, normalDensity, normalQuantile, normalSf } from './normal.ts';
import { openRandom } from './random.ts';

/** z, Φ(z); mpmath, 60 digits. */
const probabilities = [
  [-37, 5.725571222524577e-300],
  [-20, 2.7536241186062337e-89],
  [-10, 7.619853024160525e-24],
  [-8, 6.220960574271784e-16],
  [-6, 9.86587645037698e-10],
  [-5.7, 5.990371401063528e-9],
  [-5.6, 1.071759025831093e-8],
  [-3, 0.0013498980316300946],
  [-1.5, 0.06680720126885807],
  [-0.675, 0.249837882471777],
  [-0.674, 0.2501556568403226],
  [-0.1, 0.460172162722971],
  [0.1, 0.539827837277029],
  [0.7, 0.758036347776927],
  [2, 0.9772498680518208],
  [5, 0.9999997133484281],
] as const;

/** p, Φ⁻¹(p); mpmath, 60 digits. */
const quantiles = [
  [1e-300, -37.0470962993612],
  [1e-100, -21.273453560965326],
  [1e-30, -11.464024688443615],
  [1e-20, -9.262340089798407],
  [1e-10, -6.361340902404057],
  [1e-5, -4.264890793922825],
  [0.001, -3.0902323061678136],
  [0.025, -1.9599639845400543],
  [0.074, -1.4466320671589785],
  [0.076, -1.4325027208258116],
  [0.2, -0.8416212335729142],
  [0.4999, -0.00025066283008800747],
  [0.7, 0.5244005127080407],
  [0.975, 1.9599639845400538],
  [0.995, 2.5758293035489004],
  [0.9999, 3.7190164854557084],
] as const;

/** x, erfc(x); mpmath, 60 digits. */
const complements = [
  [-2, 1.9953222650189528],
  [-0.3, 1.3286267594591274],
  [0.1, 0.887537083981715],
  [0.5, 0.4795001221869535],
  [1, 0.15729920705028513],
  [2, 0.004677734981047266],
  [4, 1.541725790028002e-8],
  [6, 2.1519736712498913e-17],
  [8, 1.1224297172982926e-29],
  [10, 2.088487583762545e-45],
] as const;

test('known answers of Φ down to 10⁻³⁰⁰, across the seams of its pieces', () => {
  for (const [z, expected] of probabilities) {
    near(normalCdf(z), expected, { relative: 2e-15 }, `at ${z}`);
    near(normalSf(-z), expected, { relative: 2e-15 }, `at ${-z}`);
  }
});

test('known answer: Φ(−10), the gate of tail accuracy (statistics.md A94)', () => {
  near(normalCdf(-10), 7.619853024161e-24, { relative: 1e-12 });
});

test('known answers of the quantile, down to 10⁻³⁰⁰', () => {
  for (const [p, expected] of quantiles) near(normalQuantile(p), expected, { relative: 2e-15 }, `at ${p}`);
  assert.equal(normalQuantile(0.5), 0);
});

test('known answers of erfc', () => {
  for (const [x, expected] of complements) near(erfc(x), expected, { relative: 3e-14 }, `at ${x}`);
});

test('agrees with the oracle on 2000 seeded points down to 10⁻³⁰', () => {
  const random = openRandom(3);
  for (let point = 0; point < 2000; point += 1) {
    const x = -3 + 11 * random.uniform();
    near(erfc(x), erfcOracle(x), { relative: 1e-13 }, `at ${x}`);
    near(normalSf(x), erfcOracle(x / Math.SQRT2) / 2, { relative: 1e-13 }, `at ${x}`);
    const p = 1e-30 ** random.uniform();
    near(normalQuantile(p), -Math.SQRT2 * erfcinv(2 * p), { relative: 1e-13, absolute: 1e-15 }, `at ${p}`);
  }
});

const anyZ = fc.double({ min: -37, max: 37, noNaN: true });

test('both tails add up to one and mirror each other', () => {
  fc.assert(
    fc.property(anyZ, (z) => {
      near(normalCdf(z) + normalSf(z), 1, { absolute: 2e-16 });
      assert.equal(normalSf(z), normalCdf(-z));
    }),
  );
});

test('Φ never falls', () => {
  fc.assert(
    fc.property(anyZ, fc.double({ min: 1e-6, max: 5, noNaN: true }), (z, step) => {
      assert.ok(normalCdf(z) <= normalCdf(z + step));
    }),
  );
});

test('the quantile takes back what Φ did', () => {
  fc.assert(
    fc.property(fc.double({ min: -37, max: 0.5, noNaN: true }), (z) => {
      near(normalQuantile(normalCdf(z)), z, { relative: 1e-13, absolute: 1e-14 });
    }),
  );
});

test('the density is the slope of Φ', () => {
  for (const z of [-6, -2, -0.6, 0, 0.3, 1.7, 5.5]) {
    const slope = (normalCdf(z + 1e-5) - normalCdf(z - 1e-5)) / 2e-5;
    near(normalDensity(z), slope, { relative: 1e-8, absolute: 1e-11 });
  }
});

test('the ends, and what is no probability', () => {
  assert.equal(normalCdf(-Infinity), 0);
  assert.equal(normalCdf(Infinity), 1);
  assert.equal(normalCdf(Number.NaN), Number.NaN);
  assert.equal(normalQuantile(0), -Infinity);
  assert.equal(normalQuantile(1), Infinity);
  for (const p of [-1e-9, 1.1, Number.NaN]) assert.equal(normalQuantile(p), Number.NaN);
});
