import assert from 'node:assert/strict';
import { test } from 'node:test';
import gammainc from '@stdlib/math-base-special-gammainc';
import fc from 'fast-check';
import { near } from '../../testing/near.ts';
import { logPoissonPmf, poissonCdf, poissonPmf, poissonSf } from './poisson.ts';
import { openRandom } from './random.ts';

test('small means by adding up', () => {
  for (const mean of [0.1, 1, 4.5, 20]) {
    let mass = Math.exp(-mean);
    let below = 0;
    for (let k = 0; k < 40; k += 1) {
      below += mass;
      near(poissonPmf(k, mean), mass, { relative: 1e-13 });
      near(poissonCdf(k, mean), below, { relative: 1e-13 });
      mass *= mean / (k + 1);
    }
  }
});

test('known answers far from the mean (mpmath, 60 digits), where others return NaN', () => {
  near(poissonCdf(900, 1000), 0.0006977673277963068, { relative: 1e-12 });
  near(poissonSf(1200, 1000), 3.8849395709879235e-10, { relative: 1e-12 });
});

test('agrees with the oracle on 2000 seeded points: 1e-12 in the bulk, 1e-9 in tails down to 1e-30', () => {
  const random = openRandom(9);
  for (let point = 0; point < 2000; point += 1) {
    // Below 1000, where the oracle is sound.
    const mean = 0.1 * 9000 ** random.uniform();
    const k = Math.floor(mean + 20 * (random.uniform() - 0.5) * Math.sqrt(mean));
    if (k < 0) continue;
    for (const [own, oracle] of [
      [poissonCdf(k, mean), gammainc(mean, k + 1, true, true)],
      [poissonSf(k, mean), gammainc(mean, k + 1)],
    ] as const) {
      if (oracle > 1e-30) near(own, oracle, { relative: oracle > 1e-6 ? 1e-12 : 1e-9 }, `at ${k}, ${mean}`);
    }
  }
});

const counts = fc.record({
  mean: fc.double({ min: 0.01, max: 1e6, noNaN: true }),
  away: fc.double({ min: -8, max: 8, noNaN: true }),
});

test('at most k and more than k is everything, and one more event is one mass more', () => {
  fc.assert(
    fc.property(counts, ({ mean, away }) => {
      const k = Math.max(0, Math.floor(mean + away * Math.sqrt(mean)));
      near(poissonCdf(k, mean) + poissonSf(k, mean), 1, { absolute: 4e-16 });
      near(poissonCdf(k, mean) - poissonCdf(k - 1, mean), poissonPmf(k, mean), {
        relative: 1e-8,
        absolute: 1e-13,
      });
    }),
  );
});

test('nothing expected is nothing seen', () => {
  assert.deepEqual([poissonPmf(0, 0), poissonPmf(1, 0)], [1, 0]);
  assert.deepEqual([poissonCdf(0, 0), poissonSf(0, 0)], [1, 0]);
});

test('k is cut to a whole number, and is never below 0', () => {
  assert.equal(poissonCdf(2.9, 3), poissonCdf(2, 3));
  assert.deepEqual([poissonCdf(-0.5, 3), poissonSf(-0.5, 3)], [0, 1]);
  assert.deepEqual([logPoissonPmf(-1, 3), logPoissonPmf(1.5, 3)], [-Infinity, -Infinity]);
});

test('means that cannot be give no number', () => {
  for (const mean of [-1, Number.NaN, Infinity]) {
    assert.equal(poissonCdf(1, mean), Number.NaN);
    assert.equal(poissonSf(1, mean), Number.NaN);
    assert.equal(poissonPmf(1, mean), Number.NaN);
  }
  assert.equal(poissonCdf(Number.NaN, 3), Number.NaN);
});
