import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../testing/near.ts';
import { isotonic } from './pava.ts';

test('known answer (statistics.md A22)', () => {
  const fitted = [...isotonic([1, 2, 6, 2, 1, 7, 8, 2, 9])];
  const expected = [1, 2, 3, 3, 3, 17 / 3, 17 / 3, 17 / 3, 9];
  for (const [index, value] of fitted.entries()) near(value, expected[index] ?? 0, { relative: 1e-15 });
});

test('what rises already stays, what falls becomes its mean', () => {
  assert.deepEqual([...isotonic([1, 2, 2, 5])], [1, 2, 2, 5]);
  assert.deepEqual([...isotonic([4, 2, 0])], [2, 2, 2]);
  assert.deepEqual([...isotonic([])], []);
  assert.deepEqual([...isotonic([7])], [7]);
});

test('weights pull', () => {
  assert.deepEqual([...isotonic([3, 1], [3, 1])], [2.5, 2.5]);
  assert.deepEqual([...isotonic(new Float64Array([3, 1]), new Float64Array([1, 3]))], [1.5, 1.5]);
});

test('a value of no weight follows its neighbours', () => {
  assert.deepEqual([...isotonic([2, 9, 3], [1, 0, 1])], [2, 3, 3]);
  assert.deepEqual([...isotonic([5, 1], [0, 0])], [3, 3]);
});

const value = fc.double({ min: -100, max: 100, noNaN: true });
const weighted = fc.array(fc.tuple(value, fc.double({ min: 0.1, max: 10, noNaN: true })), {
  minLength: 1,
  maxLength: 40,
});

function columns(pairs: readonly (readonly [number, number])[]) {
  return { values: pairs.map(([v]) => v), weights: pairs.map(([, w]) => w) };
}

test('it equals the greatest of the least means: max over starts of min over ends', () => {
  fc.assert(
    fc.property(weighted, (pairs) => {
      const { values, weights } = columns(pairs);
      const meanOf = (from: number, to: number) => {
        let [sum, weight] = [0, 0];
        for (let index = from; index <= to; index += 1) {
          sum += (values[index] ?? 0) * (weights[index] ?? 0);
          weight += weights[index] ?? 0;
        }
        return sum / weight;
      };
      const fitted = isotonic(values, weights);
      for (const [at, own] of fitted.entries()) {
        let best = -Infinity;
        for (let from = 0; from <= at; from += 1) {
          let least = Infinity;
          for (let to = at; to < values.length; to += 1) least = Math.min(least, meanOf(from, to));
          best = Math.max(best, least);
        }
        near(own, best, { absolute: 1e-10 });
      }
    }),
    { numRuns: 50 },
  );
});

test('it rises, keeps the weighted mean, and fitting again changes nothing', () => {
  fc.assert(
    fc.property(weighted, (pairs) => {
      const { values, weights } = columns(pairs);
      const fitted = isotonic(values, weights);
      for (let index = 1; index < fitted.length; index += 1)
        assert.ok((fitted[index - 1] ?? 0) <= (fitted[index] ?? 0));
      const total = (of: ArrayLike<number>) =>
        weights.reduce((sum, w, index) => sum + w * (of[index] ?? 0), 0);
      near(total(fitted), total(values), { absolute: 1e-9 });
      assert.deepEqual(isotonic(fitted, weights), fitted);
    }),
  );
});

test('a weight of three is the value three times', () => {
  const pairs = fc.array(fc.tuple(value, fc.integer({ min: 1, max: 4 })), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(pairs, (some) => {
      const { values, weights } = columns(some);
      const fitted = isotonic(values, weights);
      const repeated = isotonic(some.flatMap(([v, times]) => Array<number>(times).fill(v)));
      let at = 0;
      for (const [index, times] of weights.entries()) {
        near(repeated[at], fitted[index] ?? 0, { absolute: 1e-10 });
        at += times;
      }
    }),
  );
});

test('a hundred thousand falling values are one block, in linear time', () => {
  const fitted = isotonic(Float64Array.from({ length: 100_001 }, (_, index) => 100_000 - index));
  near(fitted[0], 50_000, { relative: 1e-9 });
  assert.equal(fitted[0], fitted[100_000]);
});
