import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../testing/near.ts';
import { type CountedStratum, moverWilson } from './mover-wilson.ts';
import { postStratified } from './post-stratified.ts';
import { openRandom, type Random } from './random.ts';
import { wilson } from './wilson.ts';

function stratum(population: number, labelled: number, hits: number): CountedStratum {
  return { population, labelled, hits };
}

test('one stratum is Wilson on its counts, whatever its population', () => {
  for (const population of [50, 1000, 1_000_000]) {
    const answer = moverWilson([stratum(population, 50, 7)], 0.9);
    const interval = wilson(7, 50, 0.9);
    assert.ok(answer.ok && interval);
    near(answer.low, interval.low, { relative: 1e-14 });
    near(answer.high, interval.high, { relative: 1e-14 });
    assert.deepEqual([answer.labelled, answer.population, answer.covered], [50, population, 1]);
    near(answer.effective, 50, { relative: 1e-14 });
  }
});

test('known answer: two strata by hand', () => {
  // Wilson 1/100: [0.001767, 0.054486]; 20/100: [0.133367, 0.288829]. Weights 0.9 and 0.1.
  const answer = moverWilson([stratum(9000, 100, 1), stratum(1000, 100, 20)]);
  assert.ok(answer.ok);
  near(answer.share, 0.029, { absolute: 1e-15 });
  near(answer.low, 0.029 - Math.hypot(0.9 * (0.01 - 0.001767), 0.1 * (0.2 - 0.133367)), { absolute: 1e-6 });
  near(answer.high, 0.029 + Math.hypot(0.9 * (0.054486 - 0.01), 0.1 * (0.288829 - 0.2)), { absolute: 1e-6 });
  near(answer.effective, 10_000 ** 2 / (9000 ** 2 / 100 + 1000 ** 2 / 100), { relative: 1e-14 });
});

test('what nobody labelled is left out and told', () => {
  const answer = moverWilson([stratum(3000, 30, 3), stratum(1000, 0, 0)]);
  assert.ok(answer.ok);
  near(answer.share, 0.1, { absolute: 1e-15 });
  assert.equal(answer.covered, 0.75);
});

test('why nothing can be said', () => {
  assert.deepEqual(moverWilson([]), { ok: false, because: 'nothing-labelled' });
  assert.deepEqual(moverWilson([stratum(1000, 0, 0)]), { ok: false, because: 'nothing-labelled' });
  assert.deepEqual(moverWilson([stratum(10, 11, 0)]), { ok: false, because: 'impossible-counts' });
  assert.deepEqual(moverWilson([stratum(10, 5, 6)]), { ok: false, because: 'impossible-counts' });
  assert.deepEqual(moverWilson([stratum(Number.NaN, 5, 1)]), { ok: false, because: 'impossible-counts' });
  assert.deepEqual(moverWilson([stratum(10, 5, 1)], 95), { ok: false, because: 'impossible-level' });
});

const anyStratum = fc
  .tuple(fc.nat(1000), fc.nat(1000), fc.nat(100_000))
  .map(([hits, misses, rest]) => stratum(hits + misses + rest, hits + misses, hits));

test('the interval holds the estimate of post-stratification, and the order does not matter', () => {
  fc.assert(
    fc.property(fc.array(anyStratum, { minLength: 1, maxLength: 8 }), (strata) => {
      const answer = moverWilson(strata);
      const turned = moverWilson(strata.toReversed());
      const mean = postStratified(strata.map((one) => ({ ...one, sum: one.hits, squares: one.hits })));
      if (!answer.ok || !turned.ok || !mean.ok) return assert.equal(answer.ok, mean.ok);
      assert.ok(0 <= answer.low && answer.low <= answer.share + 1e-15);
      assert.ok(answer.share - 1e-15 <= answer.high && answer.high <= 1);
      near(answer.share, mean.mean, { relative: 1e-13 });
      near(answer.low, turned.low, { absolute: 1e-14 });
      near(answer.high, turned.high, { absolute: 1e-14 });
    }),
  );
});

/** The hard case of statistics.md 2.4: rare errors in the stratum with most of the weight. */
const hard = [
  { population: 8000, labelled: 200, truth: 0.003 },
  { population: 1500, labelled: 80, truth: 0.02 },
  { population: 500, labelled: 50, truth: 0.2 },
];

function covers(random: Random): { byMover: boolean; byErrors: boolean } {
  const truth = hard.reduce((sum, one) => sum + (one.population / 10_000) * one.truth, 0);
  const strata = hard.map((one) =>
    stratum(one.population, one.labelled, random.binomial(one.labelled, one.truth)),
  );
  const mover = moverWilson(strata);
  const mean = postStratified(strata.map((one) => ({ ...one, sum: one.hits, squares: one.hits })));
  assert.ok(mover.ok && mean.ok);
  const reach = 1.96 * Math.sqrt(mean.processVariance ?? 0);
  return {
    byMover: mover.low <= truth && truth <= mover.high,
    byErrors: Math.abs(mean.mean - truth) <= reach,
  };
}

test('rare errors in 4000 seeded worlds: it covers where plus and minus two standard errors do not', () => {
  const random = openRandom(24);
  const worlds = Array.from({ length: 4000 }, () => covers(random));
  const byMover = worlds.filter((world) => world.byMover).length / worlds.length;
  const byErrors = worlds.filter((world) => world.byErrors).length / worlds.length;
  assert.ok(byMover > 0.925 && byMover < 0.985, `${byMover}`);
  assert.ok(byErrors < 0.92, `${byErrors}`);
});
