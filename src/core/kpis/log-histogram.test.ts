import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  bucketBounds,
  bucketMiddleMs,
  bucketOf,
  firstBucket,
  type Histogram,
  lastBucket,
  longestMs,
  mergeHistograms,
  quantileMs,
  relativeError,
} from './log-histogram.ts';

function histogramOf(durations: readonly number[]): Histogram {
  return mergeHistograms(
    durations.map((duration) => {
      const bucket = bucketOf(duration);
      assert.ok(bucket !== null);
      return new Map([[bucket, 1]]);
    }),
  );
}

function trueQuantile(durations: readonly number[], q: number): number {
  const sorted = durations.toSorted((one, other) => one - other);
  return sorted[Math.floor(q * (sorted.length - 1))] ?? Number.NaN;
}

function within(actual: number | null, expected: number): void {
  assert.ok(actual !== null);
  // A hair more than 5 %: logarithm and power are rounded.
  const error = Math.abs(actual - expected) / expected;
  assert.ok(error <= relativeError + 1e-9, `${actual} for ${expected}: ${error}`);
}

test('known answers: bucket = ceil(ln x / ln γ) with γ = 1.05/0.95', () => {
  // Computed with 50 digits: ln γ = 0.100083458556982…
  assert.equal(bucketOf(10), 24);
  assert.equal(bucketOf(1000), 70);
  assert.equal(bucketOf(60_000), 110);
  assert.equal(bucketOf(3_600_000), 151);
  assert.equal(lastBucket, 217);
});

test('what is up to a millisecond, zero or before time is in the first bucket', () => {
  for (const duration of [1, 0.5, 0, -0, -5, Number.NEGATIVE_INFINITY])
    assert.equal(bucketOf(duration), firstBucket);
});

test('what is over thirty days is in the last bucket', () => {
  assert.equal(bucketOf(longestMs), lastBucket);
  assert.equal(bucketOf(longestMs * 10), lastBucket);
  assert.equal(bucketOf(Number.POSITIVE_INFINITY), lastBucket);
});

test('what is no number has no bucket', () => {
  assert.equal(bucketOf(Number.NaN), null);
});

const duration = fc.double({ min: 1.001, max: longestMs, noNaN: true });

test('every duration lies within the bounds of its bucket', () => {
  fc.assert(
    fc.property(duration, (ms) => {
      const bucket = bucketOf(ms);
      assert.ok(bucket !== null);
      const { overMs, upToMs } = bucketBounds(bucket);
      // Values within rounding of an edge may fall to either side.
      assert.ok(ms > overMs * (1 - 1e-12) && ms <= upToMs * (1 + 1e-12));
    }),
  );
});

test('the buckets tile the line: each begins where the one before ends', () => {
  assert.equal(bucketBounds(firstBucket).overMs, 0);
  for (let bucket = firstBucket + 1; bucket <= lastBucket; bucket += 1)
    assert.equal(bucketBounds(bucket).overMs, bucketBounds(bucket - 1).upToMs);
  assert.equal(bucketBounds(lastBucket).upToMs, Number.POSITIVE_INFINITY);
});

test('a longer duration never has a smaller bucket', () => {
  fc.assert(
    fc.property(duration, duration, (one, other) => {
      const [short, long] = one < other ? [one, other] : [other, one];
      assert.ok((bucketOf(short) ?? 0) <= (bucketOf(long) ?? 0));
    }),
  );
});

test('the middle of a bucket is within 5 % of everything in it', () => {
  fc.assert(fc.property(duration, (ms) => within(bucketMiddleMs(bucketOf(ms) ?? -1), ms)));
});

test('every quantile of any durations is within 5 % of the true one', () => {
  fc.assert(
    fc.property(
      fc.array(duration, { minLength: 1, maxLength: 200 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (durations, q) => {
        within(quantileMs(histogramOf(durations), q), trueQuantile(durations, q));
      },
    ),
  );
});

test('known answer: median and 95th percentile of 1 to 1000', () => {
  const histogram = histogramOf(Array.from({ length: 1000 }, (_, index) => index + 1));
  within(quantileMs(histogram, 0.5), 500);
  within(quantileMs(histogram, 0.95), 950);
  within(quantileMs(histogram, 0), 1);
  within(quantileMs(histogram, 1), 1000);
});

test('no durations have no quantile', () => {
  assert.equal(quantileMs(new Map(), 0.5), null);
  assert.equal(quantileMs(new Map([[3, 0]]), 0.5), null);
});

test('a quantile outside 0 to 1 is none', () => {
  const histogram = histogramOf([5]);
  for (const q of [-0.1, 1.1, Number.NaN]) assert.equal(quantileMs(histogram, q), null);
});

test('beyond the range the quantile stops at about thirty days', () => {
  assert.equal(quantileMs(histogramOf([longestMs * 5]), 0.5), bucketMiddleMs(lastBucket));
  within(bucketMiddleMs(lastBucket), longestMs);
});

const histogram = fc
  .array(fc.tuple(fc.integer({ min: firstBucket, max: lastBucket }), fc.integer({ min: 0, max: 1000 })))
  .map((entries): Histogram => new Map(entries));

function sorted(one: Histogram): [number, number][] {
  return [...one].sort(([a], [b]) => a - b);
}

test('merging is exact, whatever the order and grouping', () => {
  fc.assert(
    fc.property(histogram, histogram, histogram, (a, b, c) => {
      const all = sorted(mergeHistograms([a, b, c]));
      assert.deepEqual(sorted(mergeHistograms([c, b, a])), all);
      assert.deepEqual(sorted(mergeHistograms([a, mergeHistograms([b, c])])), all);
      assert.deepEqual(sorted(mergeHistograms([mergeHistograms([a, b]), c])), all);
    }),
  );
});

test('merging loses no count', () => {
  const sum = (one: Histogram) => [...one.values()].reduce((total, count) => total + count, 0);
  fc.assert(fc.property(histogram, histogram, (a, b) => sum(mergeHistograms([a, b])) === sum(a) + sum(b)));
});

test('merging nothing is empty', () => {
  assert.equal(mergeHistograms([]).size, 0);
});
