import assert from 'node:assert/strict';
import { test } from 'node:test';
import betaincinv from '@stdlib/math-base-special-betaincinv';
import fc from 'fast-check';
import { near } from '../../testing/near.ts';
import { binomialCdf, binomialPmf, binomialSf } from './binomial.ts';
import { clopperPearson, clopperPearsonLower, clopperPearsonUpper } from './clopper-pearson.ts';
import { wilson } from './wilson.ts';

test('known answer: 7 of 50 at 95 % (statistics.md A29)', () => {
  const interval = clopperPearson(7, 50);
  near(interval?.low, 0.05819170034, { absolute: 1e-12 });
  near(interval?.high, 0.267396002497, { absolute: 1e-12 });
});

test('known answer: 0 of 10 at 95 % (statistics.md A28)', () => {
  const interval = clopperPearson(0, 10);
  assert.equal(interval?.low, 0);
  near(interval?.high, 0.308497107819, { absolute: 1e-12 });
});

test('known answer: 299 labels without an error certify 1 %, 298 do not (statistics.md A30)', () => {
  near(clopperPearsonUpper(0, 299), 0.009969146793, { absolute: 1e-12 });
  near(clopperPearsonUpper(0, 298), 0.010002432438, { absolute: 1e-12 });
});

test('known answer: the burn of 9 errors in 300 audited against 1 % (statistics.md A87)', () => {
  near(clopperPearsonLower(9, 300), 0.01573798515, { absolute: 1e-11 });
});

test('known answers: 81 of 263 and 15 of 148 (Newcombe 1998, table I)', () => {
  const [one, other] = [clopperPearson(81, 263), clopperPearson(15, 148)];
  near(one?.low, 0.2527, { absolute: 5e-5 });
  near(one?.high, 0.3676, { absolute: 5e-5 });
  near(other?.low, 0.0578, { absolute: 5e-5 });
  near(other?.high, 0.1617, { absolute: 5e-5 });
});

test('agrees with the oracle over all counts of fifty', () => {
  for (let hits = 1; hits < 50; hits += 1) {
    const interval = clopperPearson(hits, 50, 0.9);
    near(interval?.low, betaincinv(0.05, hits, 51 - hits), { relative: 1e-12 });
    near(interval?.high, betaincinv(0.95, hits + 1, 50 - hits), { relative: 1e-12 });
  }
});

const counts = fc
  .tuple(fc.nat(20_000), fc.nat(20_000), fc.double({ min: 0.5, max: 0.999, noNaN: true }))
  .map(([hits, misses, level]) => ({ hits, total: hits + misses, level }))
  .filter(({ total }) => total > 0);

test('a truth at either bound would have shown as little, or as much, in 1 − level of all samples', () => {
  fc.assert(
    fc.property(counts, ({ hits, total, level }) => {
      const upper = clopperPearsonUpper(hits, total, level) ?? Number.NaN;
      const lower = clopperPearsonLower(hits, total, level) ?? Number.NaN;
      // Next to 1 a bound has fewer digits left for its distance from 1.
      if (hits < total) near(binomialCdf(hits, total, upper), 1 - level, { relative: 1e-7 });
      if (hits > 0) near(binomialSf(hits - 1, total, lower), 1 - level, { relative: 1e-7 });
    }),
  );
});

test('the interval holds the share, mirrors, and is wider than its one-sided ends', () => {
  fc.assert(
    fc.property(counts, ({ hits, total, level }) => {
      const interval = clopperPearson(hits, total, level);
      const mirrored = clopperPearson(total - hits, total, level);
      assert.ok(interval && mirrored);
      assert.ok(interval.low <= hits / total && hits / total <= interval.high);
      near(interval.low, 1 - mirrored.high, { relative: 1e-12, absolute: 1e-14 });
      assert.ok(interval.high >= (clopperPearsonUpper(hits, total, level) ?? 2));
      assert.ok(interval.low <= (clopperPearsonLower(hits, total, level) ?? -1));
    }),
  );
});

test('whatever the truth, at least 95 % of all samples hold it; Wilson only nearly', () => {
  let leastOfWilson = 1;
  for (const truth of [0.001, 0.01, 0.05, 0.2, 0.5, 0.9]) {
    let [covered, byWilson] = [0, 0];
    for (let hits = 0; hits <= 60; hits += 1) {
      const [exact, score] = [clopperPearson(hits, 60), wilson(hits, 60)];
      const mass = binomialPmf(hits, 60, truth);
      if (exact && exact.low <= truth && truth <= exact.high) covered += mass;
      if (score && score.low <= truth && truth <= score.high) byWilson += mass;
    }
    assert.ok(covered >= 0.95, `${covered} at ${truth}`);
    leastOfWilson = Math.min(leastOfWilson, byWilson);
  }
  assert.ok(leastOfWilson > 0.9 && leastOfWilson < 0.95);
});

test('nothing observed is nothing known, and counts or levels that cannot be are no interval', () => {
  for (const [hits, total, level] of [
    [0, 0, 0.95],
    [-1, 10, 0.95],
    [11, 10, 0.95],
    [Number.NaN, 1, 0.95],
    [1, 2, 1],
    [1, 2, 0],
  ] as const) {
    assert.equal(clopperPearson(hits, total, level), null);
    assert.equal(clopperPearsonUpper(hits, total, level), null);
    assert.equal(clopperPearsonLower(hits, total, level), null);
  }
});
