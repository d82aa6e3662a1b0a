import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { wilson } from './wilson.ts';

const z95 = 1.959963984540054;

function near(actual: number | undefined, expected: number, tolerance = 1e-11): void {
  assert.ok(actual !== undefined && Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

test('known answer: 7 of 50 at 95 % (statistics.md A27)', () => {
  const interval = wilson(7, 50);
  near(interval?.low, 0.06950833427);
  near(interval?.high, 0.261861937106);
});

test('known answer: 0 of 10 at 95 % (statistics.md A28)', () => {
  const interval = wilson(0, 10);
  assert.equal(interval?.low, 0);
  near(interval?.high, 0.277532799863);
});

test('known answer: 10 of 10 mirrors 0 of 10', () => {
  const interval = wilson(10, 10);
  near(interval?.low, 1 - 0.277532799863);
  assert.equal(interval?.high, 1);
});

test('known answer: 81 of 263 (Newcombe 1998, table I)', () => {
  const interval = wilson(81, 263);
  near(interval?.low, 0.2553, 5e-5);
  near(interval?.high, 0.3662, 5e-5);
});

test('known answer: 1 of 29 (Newcombe 1998, table I)', () => {
  const interval = wilson(1, 29);
  near(interval?.low, 0.0061, 5e-5);
  near(interval?.high, 0.1718, 5e-5);
});

test('nothing observed is nothing known', () => {
  assert.equal(wilson(0, 0), null);
});

test('counts that cannot be are no interval', () => {
  assert.equal(wilson(-1, 10), null);
  assert.equal(wilson(11, 10), null);
  assert.equal(wilson(Number.NaN, 10), null);
  assert.equal(wilson(1, Number.NaN), null);
  assert.equal(wilson(1, 2, 1), null);
});

const counts = fc
  .tuple(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 0, max: 100_000 }))
  .map(([hits, misses]) => ({ hits, total: hits + misses }))
  .filter(({ total }) => total > 0);

test('the interval holds the share and stays within 0 and 1', () => {
  fc.assert(
    fc.property(counts, ({ hits, total }) => {
      const interval = wilson(hits, total);
      assert.ok(interval);
      const share = hits / total;
      assert.ok(interval.low >= 0 && interval.high <= 1);
      assert.ok(interval.low <= share + 1e-12 && share <= interval.high + 1e-12);
    }),
  );
});

test('hits and misses mirror each other', () => {
  fc.assert(
    fc.property(counts, ({ hits, total }) => {
      const of = wilson(hits, total);
      const mirrored = wilson(total - hits, total);
      assert.ok(of && mirrored);
      near(of.low, 1 - mirrored.high);
      near(of.high, 1 - mirrored.low);
    }),
  );
});

test('ten times the observations narrow it, a higher level widens it', () => {
  fc.assert(
    fc.property(counts, ({ hits, total }) => {
      const width = (h: number, t: number, level = 0.95) => {
        const interval = wilson(h, t, level);
        return interval ? interval.high - interval.low : Number.NaN;
      };
      assert.ok(width(hits * 10, total * 10) < width(hits, total));
      assert.ok(width(hits, total, 0.99) > width(hits, total));
    }),
  );
});

test('each end solves the score equation (p − share)² = z² p(1 − p)/n', () => {
  fc.assert(
    fc.property(counts, ({ hits, total }) => {
      const interval = wilson(hits, total);
      assert.ok(interval);
      for (const p of [interval.low, interval.high])
        near((p - hits / total) ** 2, (z95 * z95 * p * (1 - p)) / total, 1e-9);
    }),
  );
});
