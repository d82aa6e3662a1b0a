import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../testing/near.ts';
import { clopperPearson } from './clopper-pearson.ts';
import { betaCdf } from './incomplete-beta.ts';
import { jeffreys } from './jeffreys.ts';

test('known answer: 7 of 50 at 95 % (statistics.md A29)', () => {
  const interval = jeffreys(7, 50);
  near(interval?.low, 0.0648717, { absolute: 5e-8 });
  near(interval?.high, 0.25532503, { absolute: 5e-9 });
});

test('where nothing or everything hit, that end stands', () => {
  const [none, all] = [jeffreys(0, 10), jeffreys(10, 10)];
  assert.equal(none?.low, 0);
  assert.equal(all?.high, 1);
  near(none?.high, 0.217196, { absolute: 5e-7 });
  near(all?.low, 1 - (none?.high ?? 0), { relative: 1e-14 });
});

test('it lies within the exact interval and has the posterior mass it says', () => {
  const counts = fc.tuple(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 5000 }));
  fc.assert(
    fc.property(counts, fc.double({ min: 0.5, max: 0.99, noNaN: true }), ([hits, misses], level) => {
      const interval = jeffreys(hits, hits + misses, level);
      const exact = clopperPearson(hits, hits + misses, level);
      assert.ok(interval && exact);
      assert.ok(exact.low < interval.low && interval.high < exact.high);
      const posterior = (x: number) => betaCdf(x, hits + 0.5, misses + 0.5);
      near(posterior(interval.high) - posterior(interval.low), level, { absolute: 1e-11 });
    }),
  );
});

test('nothing observed is nothing known, and counts or levels that cannot be are no interval', () => {
  for (const [hits, total, level] of [
    [0, 0, 0.95],
    [-1, 10, 0.95],
    [11, 10, 0.95],
    [1, 2, 1],
  ] as const)
    assert.equal(jeffreys(hits, total, level), null);
});
