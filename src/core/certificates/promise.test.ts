import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type AskedTerms, checkTerms, keepsTerms, type Promised, promises, type Terms } from './promise.ts';

function terms(promise: Promised, targetError = 0.01): Terms {
  return { promise, targetError, confidenceLevel: promise === 'all-in-expectation' ? null : 0.95 };
}

test('each promise keeps itself, and the one about the released keeps that about all; no other keeps another', () => {
  const kept = promises.flatMap((one) =>
    promises.flatMap((other) => (keepsTerms(terms(one), terms(other)) ? `${one} for ${other}` : [])),
  );
  assert.deepEqual(kept, [
    'released for released',
    'released for all',
    'all for all',
    'all-in-expectation for all-in-expectation',
  ]);
});

test('a higher target or less confidence keeps nothing', () => {
  for (const promise of promises) {
    assert.equal(keepsTerms(terms(promise, 0.005), terms(promise)), true, promise);
    assert.equal(keepsTerms(terms(promise, 0.02), terms(promise)), false, promise);
  }
  const unsure = { ...terms('released'), confidenceLevel: 0.9 };
  assert.equal(keepsTerms(unsure, terms('released')), false);
  assert.equal(keepsTerms(unsure, terms('all')), false);
  assert.equal(keepsTerms({ ...unsure, confidenceLevel: 0.99 }, terms('all')), true);
});

test('whatever is wrong of the released, it keeps the promise about all', () => {
  const count = fc.integer({ min: 0, max: 1000 });
  fc.assert(
    fc.property(count, count, count, (wrong, right, held) => {
      const [released, all] = [wrong + right, wrong + right + held];
      fc.pre(released > 0);
      // With the error of the released as the target of both, the share of all is never above it.
      const target = wrong / released;
      assert.ok(wrong / all <= target);
    }),
  );
});

const asked: AskedTerms = { promise: 'released', confidenceLevel: 0.95, sliceBy: null, statistic: 'exact' };
const placesOf = (change: Partial<AskedTerms>) => checkTerms({ ...asked, ...change }).map(({ at }) => at);

test('a confidence belongs to every promise but that in expectation', () => {
  assert.deepEqual(placesOf({}), []);
  assert.deepEqual(placesOf({ promise: 'all' }), []);
  assert.deepEqual(placesOf({ promise: 'all-in-expectation', confidenceLevel: null }), []);
  for (const promise of ['released', 'all'] as const)
    assert.deepEqual(placesOf({ promise, confidenceLevel: null }), ['/confidenceLevel']);
  assert.deepEqual(placesOf({ promise: 'all-in-expectation' }), ['/confidenceLevel']);
});

test('slices, and labels other than the draw, are for what is released', () => {
  const more = { sliceBy: 'label', statistic: 'betting' } as const;
  assert.deepEqual(placesOf(more), []);
  assert.deepEqual(placesOf({ ...more, promise: 'all' }), ['/sliceBy', '/statistic']);
  const expected = { promise: 'all-in-expectation', confidenceLevel: null } as const;
  assert.deepEqual(placesOf({ ...expected, statistic: 'evidence' }), ['/statistic']);
  assert.match(checkTerms({ ...asked, ...more, promise: 'all' })[0]?.message ?? '', /about what is released/);
});
