import assert from 'node:assert/strict';
import { test } from 'node:test';
import betainc from '@stdlib/math-base-special-betainc';
import fc from 'fast-check';
import { near } from '../../testing/near.ts';
import { binomialCdf, binomialPmf, binomialSf, logBinomialPmf } from './binomial.ts';
import { openRandom } from './random.ts';

/** Exact probabilities of 0..n hits with p = `per1024`/1024, as whole numbers over 1024ⁿ. */
function exactly(n: number, per1024: number): { masses: bigint[]; whole: bigint } {
  let masses = [1n];
  for (let trial = 0; trial < n; trial += 1) {
    masses = Array.from(
      { length: trial + 2 },
      (_, k) => (masses[k] ?? 0n) * BigInt(1024 - per1024) + (masses[k - 1] ?? 0n) * BigInt(per1024),
    );
  }
  return { masses, whole: 1024n ** BigInt(n) };
}

/** A ratio of large whole numbers to full double precision, however small it is. */
function ratio(over: bigint, under: bigint): number {
  if (over === 0n) return 0;
  const shift = BigInt(under.toString(2).length - over.toString(2).length + 64);
  return (Number((over << shift) / under) / 2 ** 64) * 2 ** (64 - Number(shift));
}

test('exact rational sums, all three forms, every k', () => {
  for (const [n, per1024] of [
    [1, 512],
    [7, 10],
    [40, 300],
    [100, 1000],
    [150, 3],
    [200, 512],
  ] as const) {
    const { masses, whole } = exactly(n, per1024);
    const p = per1024 / 1024;
    let below = 0n;
    for (const [k, mass] of masses.entries()) {
      below += mass;
      const where = `at ${k} of ${n}, ${p}`;
      near(binomialPmf(k, n, p), ratio(mass, whole), { relative: 1e-12 }, where);
      near(binomialCdf(k, n, p), ratio(below, whole), { relative: 1e-12 }, where);
      near(binomialSf(k, n, p), ratio(whole - below, whole), { relative: 1e-12 }, where);
    }
  }
});

test('known answers: what certifies 1 % with 95 % (statistics.md A31, A62)', () => {
  for (const [k, n] of [299, 473, 628, 773, 913, 1049].entries()) {
    assert.ok(binomialCdf(k, n, 0.01) <= 0.05);
    assert.ok(binomialCdf(k, n - 1, 0.01) > 0.05);
  }
  const evidence = [
    [0, 300, 0.049041],
    [0, 450, 0.01086],
    [1, 600, 0.016981],
    [3, 800, 0.041665],
    [6, 1000, 0.128877],
  ] as const;
  for (const [k, n, p] of evidence) near(binomialCdf(k, n, 0.01), p, { absolute: 5e-7 });
});

test('agrees with the oracle on 2000 seeded points: 1e-12 in the bulk, 1e-9 in tails down to 1e-30', () => {
  const random = openRandom(8);
  for (let point = 0; point < 2000; point += 1) {
    const n = 1 + random.integer(2000);
    const p = 1e-3 ** random.uniform() / (1 + random.uniform());
    const k = Math.floor(n * p + 20 * (random.uniform() - 0.5) * Math.sqrt(n * p * (1 - p)));
    if (k < 0 || k >= n) continue;
    for (const [own, oracle] of [
      [binomialCdf(k, n, p), betainc(p, k + 1, n - k, true, true)],
      [binomialSf(k, n, p), betainc(p, k + 1, n - k)],
    ] as const) {
      if (oracle > 1e-30)
        near(own, oracle, { relative: oracle > 1e-6 ? 1e-12 : 1e-9 }, `at ${k}, ${n}, ${p}`);
    }
  }
});

const trials = fc.record({
  n: fc.integer({ min: 1, max: 100_000 }),
  p: fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
});

test('at most k and more than k is everything, and one more hit is one mass more', () => {
  fc.assert(
    fc.property(trials, ({ n, p, share }) => {
      const k = Math.floor(share * n);
      near(binomialCdf(k, n, p) + binomialSf(k, n, p), 1, { absolute: 4e-16 });
      near(binomialCdf(k, n, p) - binomialCdf(k - 1, n, p), binomialPmf(k, n, p), {
        relative: 1e-9,
        absolute: 1e-13,
      });
    }),
  );
});

test('hits of p are misses of 1 − p', () => {
  fc.assert(
    fc.property(trials, ({ n, share }) => {
      const k = Math.floor(share * n);
      near(logBinomialPmf(k, n, 0.375), logBinomialPmf(n - k, n, 0.625), {
        relative: 1e-13,
        absolute: 1e-12,
      });
    }),
  );
});

test('the more likely a hit, the less likely few hits', () => {
  fc.assert(
    fc.property(trials, fc.double({ min: 0, max: 1, noNaN: true }), ({ n, p, share }, other) => {
      const [less, more] = p < other ? [p, other] : [other, p];
      const k = Math.floor(share * n);
      assert.ok(binomialCdf(k, n, more) <= binomialCdf(k, n, less) * (1 + 1e-11));
    }),
  );
});

test('certain and impossible hits', () => {
  assert.deepEqual(
    [0, 1].map((k) => binomialPmf(k, 1, 0)),
    [1, 0],
  );
  assert.deepEqual(
    [4, 5].map((k) => binomialPmf(k, 5, 1)),
    [0, 1],
  );
  assert.deepEqual(
    [4, 5].map((k) => binomialCdf(k, 5, 1)),
    [0, 1],
  );
  assert.deepEqual([binomialCdf(0, 5, 0), binomialSf(0, 5, 0)], [1, 0]);
  assert.deepEqual([binomialCdf(0, 0, 0.5), binomialPmf(0, 0, 0.5)], [1, 1]);
});

test('k is cut to a whole number; below none and above all', () => {
  assert.equal(binomialCdf(2.9, 10, 0.3), binomialCdf(2, 10, 0.3));
  assert.equal(binomialPmf(2.5, 10, 0.3), 0);
  assert.deepEqual([binomialCdf(-1, 10, 0.3), binomialSf(-1, 10, 0.3)], [0, 1]);
  assert.deepEqual([binomialCdf(10, 10, 0.3), binomialSf(10, 10, 0.3)], [1, 0]);
  assert.deepEqual([binomialPmf(-1, 10, 0.3), binomialPmf(11, 10, 0.3)], [0, 0]);
});

test('trials that cannot be give no number', () => {
  for (const [k, n, p] of [
    [1, 2.5, 0.5],
    [1, -1, 0.5],
    [1, 2, 1.1],
    [1, 2, Number.NaN],
    [Number.NaN, 2, 0.5],
  ] as const) {
    assert.equal(binomialCdf(k, n, p), Number.NaN);
    assert.equal(binomialSf(k, n, p), Number.NaN);
    assert.equal(binomialPmf(k, n, p), Number.NaN);
  }
});
