import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../testing/near.ts';
import { newcombe } from './newcombe.ts';

test('known answer: 56 of 70 less 48 of 80 (statistics.md A33; Newcombe 1998, method 10)', () => {
  const answer = newcombe({ hits: 56, total: 70 }, { hits: 48, total: 80 });
  near(answer?.difference, 0.2, { absolute: 1e-15 });
  near(answer?.low, 0.052431472402, { absolute: 1e-12 });
  near(answer?.high, 0.333872654037, { absolute: 1e-12 });
});

test('known answers at the edge: 9 of 10 less 3 of 10, and 10 of 10 less none (Newcombe 1998, table II)', () => {
  const one = newcombe({ hits: 9, total: 10 }, { hits: 3, total: 10 });
  near(one?.low, 0.1705, { absolute: 5e-5 });
  near(one?.high, 0.809, { absolute: 5e-5 });
  const other = newcombe({ hits: 10, total: 10 }, { hits: 0, total: 10 });
  near(other?.low, 0.6075, { absolute: 5e-5 });
  near(other?.high, 1, { absolute: 1e-12 });
});

const share = fc
  .tuple(fc.nat(5000), fc.nat(5000))
  .map(([hits, misses]) => ({ hits, total: hits + misses }))
  .filter(({ total }) => total > 0);

test('the interval holds the difference, stays within −1 and 1, and turns with it', () => {
  fc.assert(
    fc.property(share, share, (one, other) => {
      const [answer, turned] = [newcombe(one, other), newcombe(other, one)];
      assert.ok(answer && turned);
      assert.ok(answer.low >= -1 - 1e-12 && answer.high <= 1 + 1e-12);
      assert.ok(answer.low <= answer.difference && answer.difference <= answer.high);
      near(answer.low, -turned.high, { absolute: 1e-15 });
      near(answer.high, -turned.low, { absolute: 1e-15 });
    }),
  );
});

test('a side nobody observed leaves the difference unknown', () => {
  const some = { hits: 1, total: 2 };
  assert.equal(newcombe({ hits: 0, total: 0 }, some), null);
  assert.equal(newcombe(some, { hits: 0, total: 0 }), null);
  assert.equal(newcombe(some, { hits: 3, total: 2 }), null);
  assert.equal(newcombe(some, some, 1), null);
});
