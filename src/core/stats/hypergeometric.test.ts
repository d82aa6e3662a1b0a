import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../testing/near.ts';
import {
  hypergeometricCdf,
  hypergeometricPmf,
  hypergeometricSf,
  logHypergeometricPmf,
  type Urn,
} from './hypergeometric.ts';

/** Ways to draw k marked ones, for every k of 0..drawn. */
function waysOf({ population, marked, drawn }: Urn): bigint[] {
  const ofMarked = row(marked);
  const ofOthers = row(population - marked);
  return Array.from({ length: drawn + 1 }, (_, k) => (ofMarked[k] ?? 0n) * (ofOthers[drawn - k] ?? 0n));
}

/** A row of Pascal's triangle. */
function row(n: number): bigint[] {
  const ways = [1n];
  for (let k = 1; k <= n; k += 1) ways.push(((ways[k - 1] ?? 0n) * BigInt(n - k + 1)) / BigInt(k));
  return ways;
}

/** A ratio of large whole numbers to full double precision, however small it is. */
function ratio(over: bigint, under: bigint): number {
  if (over === 0n) return 0;
  const shift = BigInt(under.toString(2).length - over.toString(2).length + 64);
  return (Number((over << shift) / under) / 2 ** 64) * 2 ** (64 - Number(shift));
}

function checkExactly(urn: Urn): void {
  const ways = waysOf(urn);
  const whole = ways.reduce((sum, mass) => sum + mass, 0n);
  let below = 0n;
  for (const [k, mass] of ways.entries()) {
    below += mass;
    const where = `at ${k} of ${Object.values(urn)}`;
    if (mass > 0n) near(hypergeometricPmf(k, urn), ratio(mass, whole), { relative: 1e-12 }, where);
    near(hypergeometricCdf(k, urn), ratio(below, whole), { relative: 1e-12, absolute: 1e-300 }, where);
    near(hypergeometricSf(k, urn), ratio(whole - below, whole), { relative: 1e-12, absolute: 1e-300 }, where);
  }
}

test('exact rational sums, every k', () => {
  for (const [population, marked, drawn] of [
    [10, 3, 2],
    [10, 9, 8],
    [1, 1, 1],
    [1, 0, 1],
    [50, 25, 25],
    [200, 7, 150],
    [1000, 300, 40],
  ] as const)
    checkExactly({ population, marked, drawn });
});

test('small urns of every kind by exact sums', () => {
  const urn = fc
    .tuple(fc.integer({ min: 0, max: 60 }), fc.nat(60), fc.nat(60))
    .map(([population, marked, drawn]) => ({
      population,
      marked: Math.min(marked, population),
      drawn: Math.min(drawn, population),
    }));
  fc.assert(fc.property(urn, checkExactly));
});

/** population, marked, drawn, k, P(X ≤ k); mpmath, 50 digits. The oracle library is off by 5e-10 in the first. */
const large = [
  [200_000, 150, 20_000, 9, 0.05997849242451041],
  [10_000_000, 4000, 1_000_000, 300, 2.446438502230952e-8],
  [10_000_000, 5_000_000, 2_000_000, 998_000, 0.000784826803532105],
] as const;

test('known answers of large populations', () => {
  for (const [population, marked, drawn, k, lower] of large) {
    const urn = { population, marked, drawn };
    near(hypergeometricCdf(k, urn), lower, { relative: 1e-12 });
    near(hypergeometricSf(k, urn), 1 - lower, { relative: 1e-12 });
  }
});

const urns = fc
  .record({
    population: fc.integer({ min: 1, max: 1_000_000 }),
    marked: fc.double({ min: 0, max: 1, noNaN: true }),
    drawn: fc.double({ min: 0, max: 1, noNaN: true }),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ population, marked, drawn, at }) => {
    const urn = {
      population,
      marked: Math.floor(marked * population),
      drawn: Math.floor(drawn * population),
    };
    return { urn, k: Math.floor(at * Math.min(urn.marked, urn.drawn)) };
  });

test('at most k and more than k is everything', () => {
  fc.assert(
    fc.property(urns, ({ urn, k }) => {
      near(hypergeometricCdf(k, urn) + hypergeometricSf(k, urn), 1, { absolute: 1e-15 });
      assert.ok(hypergeometricCdf(k - 1, urn) <= hypergeometricCdf(k, urn) * (1 + 1e-11));
    }),
  );
});

test('marking and drawing are the same thing seen from two sides', () => {
  fc.assert(
    fc.property(urns, ({ urn, k }) => {
      const { population, marked, drawn } = urn;
      const swapped = { population, marked: drawn, drawn: marked };
      near(logHypergeometricPmf(k, urn), logHypergeometricPmf(k, swapped), {
        relative: 1e-11,
        absolute: 1e-11,
      });
    }),
  );
});

test('k is cut to a whole number; what cannot be drawn has no probability', () => {
  const urn = { population: 10, marked: 6, drawn: 7 };
  assert.equal(hypergeometricCdf(3.9, urn), hypergeometricCdf(3, urn));
  assert.deepEqual(
    [2, 3.5, 7].map((k) => hypergeometricPmf(k, urn)),
    [0, 0, 0],
  );
  assert.deepEqual([hypergeometricCdf(2, urn), hypergeometricSf(2, urn)], [0, 1]);
  assert.deepEqual([hypergeometricCdf(6, urn), hypergeometricSf(6, urn)], [1, 0]);
});

test('an empty urn holds nothing', () => {
  const urn = { population: 0, marked: 0, drawn: 0 };
  assert.deepEqual(
    [hypergeometricPmf(0, urn), hypergeometricCdf(0, urn), hypergeometricSf(0, urn)],
    [1, 1, 0],
  );
});

test('urns that cannot be give no number', () => {
  for (const urn of [
    { population: 5, marked: 6, drawn: 1 },
    { population: 5, marked: 1, drawn: 6 },
    { population: 5.5, marked: 1, drawn: 1 },
    { population: 5, marked: -1, drawn: 1 },
  ]) {
    assert.equal(hypergeometricCdf(1, urn), Number.NaN);
    assert.equal(hypergeometricSf(1, urn), Number.NaN);
    assert.equal(hypergeometricPmf(1, urn), Number.NaN);
  }
});
