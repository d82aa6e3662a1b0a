import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../testing/near.ts';
import { garwood, garwoodLower, garwoodUpper } from './garwood.ts';
import { poissonCdf, poissonSf } from './poisson.ts';

test('known answer: 12 escalations of 48 000, per 10 000 (statistics.md A32)', () => {
  const interval = garwood(12);
  near((interval?.low ?? 0) * (10_000 / 48_000), 1.291786480984, { absolute: 1e-12 });
  near((interval?.high ?? 0) * (10_000 / 48_000), 4.366996885037, { absolute: 1e-12 });
});

test('no event at all leaves room for three: ln 20 (statistics.md 1.10)', () => {
  near(garwoodUpper(0), Math.log(20), { relative: 1e-14 });
  assert.equal(garwoodLower(0), 0);
  const interval = garwood(0);
  assert.equal(interval?.low, 0);
  near(interval?.high, Math.log(40), { relative: 1e-14 });
});

test('known answers: 1 and 10 events (Garwood 1936)', () => {
  near(garwood(1)?.low, 0.0253, { absolute: 5e-5 });
  near(garwood(1)?.high, 5.572, { absolute: 5e-4 });
  near(garwood(10)?.low, 4.795, { absolute: 5e-4 });
  near(garwood(10)?.high, 18.39, { absolute: 5e-3 });
});

test('a mean at either bound would have shown as little, or as much, in 1 − level of all samples', () => {
  fc.assert(
    fc.property(fc.nat(100_000), fc.double({ min: 0.5, max: 0.999, noNaN: true }), (count, level) => {
      near(poissonCdf(count, garwoodUpper(count, level) ?? Number.NaN), 1 - level, { relative: 1e-9 });
      if (count > 0)
        near(poissonSf(count - 1, garwoodLower(count, level) ?? Number.NaN), 1 - level, { relative: 1e-9 });
    }),
  );
});

test('counts and levels that cannot be are no interval', () => {
  for (const [count, level] of [
    [-1, 0.95],
    [1.5, 0.95],
    [Number.NaN, 0.95],
    [1, 0],
    [1, 1],
  ] as const) {
    assert.equal(garwood(count, level), null);
    assert.equal(garwoodUpper(count, level), null);
    assert.equal(garwoodLower(count, level), null);
  }
});
