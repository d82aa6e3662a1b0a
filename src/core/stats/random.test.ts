import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../testing/near.ts';
import { binomialPmf } from './binomial.ts';
import { chiSquaredSf } from './chi-squared.ts';
import { normalCdf } from './normal.ts';
import { poissonPmf } from './poisson.ts';
import { openRandom, type Random } from './random.ts';
import { mean, variance } from './sum.ts';

function draw(count: number, one: () => number): number[] {
  return Array.from({ length: count }, one);
}

/** The p-value of Pearson's test; cells that expect fewer than five are joined into one. */
function fitOf(draws: readonly number[], chanceOf: (value: number) => number): number {
  const counts = new Map<number, number>();
  for (const value of draws) counts.set(value, (counts.get(value) ?? 0) + 1);
  let [statistic, cells, restSeen, restExpected] = [0, 0, draws.length, draws.length];
  for (const [value, seen] of counts) {
    const expected = chanceOf(value) * draws.length;
    if (expected < 5) continue;
    statistic += (seen - expected) ** 2 / expected;
    cells += 1;
    restSeen -= seen;
    restExpected -= expected;
  }
  if (restExpected >= 5) {
    statistic += (restSeen - restExpected) ** 2 / restExpected;
    cells += 1;
  }
  return chiSquaredSf(statistic, cells - 1);
}

test('a seed always gives the same draws, on every machine', () => {
  const random = openRandom(7);
  const uniforms = draw(3, random.uniform);
  assert.deepEqual(uniforms, draw(3, openRandom(7n).uniform));
  assert.deepEqual(uniforms, [0.9545971285563127, 0.11417736176891524, 0.4069604038840833]);
  const again = openRandom(7);
  const mixed = [
    again.normal(),
    again.integer(1000),
    again.binomial(500, 0.3),
    again.poisson(40),
    again.poisson(2),
  ];
  assert.deepEqual(mixed, [1.691162647063377, 266, 147, 38, 1]);
});

test('the words are those of the counter: the first uniform of seed 0 by hand', () => {
  // 0x6627e8d5 and 0xe169c58d are the first words of Philox with counter and key 0.
  const expected = ((0x6627e8d5 >>> 5) * 2 ** 26 + (0xe169c58d >>> 6)) / 2 ** 53;
  assert.equal(openRandom(0).uniform(), expected);
});

test('seeds are whole numbers of any size, and other seeds give other draws', () => {
  const first = (seed: number | bigint) => openRandom(seed).uniform();
  const firsts = [0, 1, -1, 2 ** 40, 2n ** 63n, 12345678901234567890n].map(first);
  assert.equal(new Set(firsts).size, firsts.length);
  assert.equal(first(-1), first(2n ** 64n - 1n));
  assert.throws(() => openRandom(0.5), RangeError);
});

test('splitting does not depend on draws, and draws not on splitting', () => {
  const [one, other] = [openRandom(3), openRandom(3)];
  draw(100, other.uniform);
  const [ofOne, ofOther] = [one.split(), other.split()];
  assert.deepEqual(draw(5, ofOne.uniform), draw(5, ofOther.uniform));
  assert.deepEqual(draw(100, one.uniform), draw(100, openRandom(3).uniform));
});

test('streams split from one another share nothing', () => {
  const root = openRandom(1);
  const streams = [root, ...Array.from({ length: 20 }, () => root.split())];
  streams.push(...streams.map((stream) => stream.split()));
  const seen = new Set(streams.flatMap((stream) => draw(200, stream.uniform)));
  assert.equal(seen.size, streams.length * 200);
});

test('neighbouring streams are not correlated', () => {
  const root = openRandom(2);
  const [one, other] = [draw(20_000, root.split().uniform), draw(20_000, root.split().uniform)];
  const products = one.map((value, index) => (value - 0.5) * ((other[index] ?? 0) - 0.5) * 12);
  near(mean(products), 0, { absolute: 4 / Math.sqrt(20_000) });
});

test('uniforms fill their range evenly', () => {
  const uniforms = draw(100_000, openRandom(11).uniform);
  assert.ok(uniforms.every((value) => value >= 0 && value < 1));
  assert.ok(
    fitOf(
      uniforms.map((value) => Math.floor(value * 100)),
      () => 0.01,
    ) > 0.001,
  );
  near(mean(uniforms), 0.5, { absolute: 4 * Math.sqrt(1 / 12 / 100_000) });
});

test('pairs of uniforms one after the other fill the square evenly', () => {
  const random = openRandom(12);
  const cells = draw(
    100_000,
    () => 10 * Math.floor(random.uniform() * 10) + Math.floor(random.uniform() * 10),
  );
  assert.ok(fitOf(cells, () => 0.01) > 0.001);
});

test('normals are normal', () => {
  const normals = draw(100_000, openRandom(13).normal);
  assert.ok(
    fitOf(
      normals.map((z) => Math.floor(normalCdf(z) * 50)),
      () => 0.02,
    ) > 0.001,
  );
  near(mean(normals), 0, { absolute: 4 / Math.sqrt(100_000) });
  near(variance(normals), 1, { absolute: 4 * Math.sqrt(2 / 100_000) });
});

test('every whole number below is as likely as another', () => {
  for (const below of [1, 2, 6, 100, 2 ** 31 + 1]) {
    const random = openRandom(below);
    const drawn = draw(20_000, () => random.integer(below));
    assert.ok(drawn.every((value) => Number.isInteger(value) && value >= 0 && value < below));
    const cells = Math.min(below, 100);
    if (below > 1)
      assert.ok(
        fitOf(
          drawn.map((value) => Math.floor((value * cells) / below)),
          () => 1 / cells,
        ) > 0.001,
      );
  }
});

function moments(drawn: readonly number[], expected: { mean: number; variance: number }): void {
  const spread = Math.sqrt(expected.variance / drawn.length);
  near(mean(drawn), expected.mean, { absolute: 4.5 * spread });
  near(variance(drawn), expected.variance, { relative: 0.06 });
}

test('binomials of few and of many trials fit their probabilities', () => {
  for (const [n, p] of [
    [1, 0.3],
    [10, 0.02],
    [40, 0.2],
    [50, 0.5],
    [30, 0.97],
    [1000, 0.05],
    [100_000, 0.4],
  ] as const) {
    const random = openRandom(n);
    const drawn = draw(20_000, () => random.binomial(n, p));
    assert.ok(fitOf(drawn, (k) => binomialPmf(k, n, p)) > 0.001, `${n}, ${p}`);
    moments(drawn, { mean: n * p, variance: n * p * (1 - p) });
  }
});

test('Poissons of small and of large means fit their probabilities', () => {
  for (const expected of [0.1, 3, 9.9, 10, 37.5, 1000]) {
    const random = openRandom(Math.round(expected * 10));
    const drawn = draw(20_000, () => random.poisson(expected));
    assert.ok(fitOf(drawn, (k) => poissonPmf(k, expected)) > 0.001, `${expected}`);
    moments(drawn, { mean: expected, variance: expected });
  }
});

test('certain draws', () => {
  const random = openRandom(1);
  assert.deepEqual(
    [random.binomial(0, 0.5), random.binomial(9, 0), random.binomial(9, 1), random.poisson(0)],
    [0, 0, 9, 0],
  );
  assert.equal(random.integer(1), 0);
});

test('binomials never leave their range', () => {
  fc.assert(
    fc.property(fc.integer(), fc.nat(1_000_000), fc.double({ min: 0, max: 1, noNaN: true }), (seed, n, p) => {
      const hits = openRandom(seed).binomial(n, p);
      assert.ok(Number.isInteger(hits) && hits >= 0 && hits <= n);
    }),
  );
});

test('draws that cannot be are mistakes of the program', () => {
  const random: Random = openRandom(1);
  for (const below of [0, -1, 1.5, Number.NaN, 2 ** 53 + 2])
    assert.throws(() => random.integer(below), RangeError);
  assert.throws(() => random.binomial(1.5, 0.5), RangeError);
  assert.throws(() => random.binomial(-1, 0.5), RangeError);
  assert.throws(() => random.binomial(1, 1.5), RangeError);
  assert.throws(() => random.poisson(-1), RangeError);
  assert.throws(() => random.poisson(Infinity), RangeError);
});
