// Durations in fixed buckets that grow by a constant factor. Two histograms are merged by adding counts, so minutes
// become hours and processes become one without loss; a quantile is within 5 % of the true one.
//
// C. Masson, J. E. Rim, H. K. Lee, "DDSketch", VLDB 2019, with fixed ends: every duration that can occur here has one
// of 218 buckets, so nothing ever has to be collapsed.

/** Largest relative error of a quantile inside the range. */
export const relativeError = 0.05;
/** Bucket k holds (γ^(k−1), γ^k] ms; γ = (1+α)/(1−α) ≈ 1.105 makes every value within α of its bucket's middle. */
const growth = (1 + relativeError) / (1 - relativeError);
const logGrowth = Math.log(growth);

/** Up to 1 ms is bucket 0: people cannot be faster, and clocks of two machines disagree by more. */
export const firstBucket = 0;
/** 30 days. Whatever took longer lands in the last bucket and is shown as "more than". */
export const longestMs = 30 * 24 * 60 * 60 * 1000;
export const lastBucket = Math.ceil(Math.log(longestMs) / logGrowth);

/** Counts by bucket; absent is zero. */
export type Histogram = ReadonlyMap<number, number>;

/**
 * The bucket of a duration; null for what is no duration. Clocks that run backwards give 0, not an error. O(1).
 *
 * @example bucketOf(1000) // 70
 */
export function bucketOf(durationMs: number): number | null {
  if (Number.isNaN(durationMs)) return null;
  if (durationMs <= 1) return firstBucket;
  return Math.min(Math.ceil(Math.log(durationMs) / logGrowth), lastBucket);
}

/**
 * What a bucket holds: above `overMs`, up to and with `upToMs`; the last one has no end.
 *
 * @example bucketBounds(0) // { overMs: 0, upToMs: 1 }
 */
export function bucketBounds(bucket: number): { readonly overMs: number; readonly upToMs: number } {
  return {
    overMs: bucket <= firstBucket ? 0 : growth ** (bucket - 1),
    upToMs: bucket >= lastBucket ? Number.POSITIVE_INFINITY : growth ** bucket,
  };
}

/** The value that stands for a bucket: 2γ^k/(γ+1), equally far, in ratio, from both of its ends. */
export function bucketMiddleMs(bucket: number): number {
  return bucket <= firstBucket ? 1 : (2 * growth ** bucket) / (growth + 1);
}

/**
 * Adds histograms: associative, commutative, exact.
 *
 * @example mergeHistograms([new Map([[3, 1]]), new Map([[3, 2], [4, 1]])]) // Map { 3 → 3, 4 → 1 }
 */
export function mergeHistograms(histograms: Iterable<Histogram>): Histogram {
  const merged = new Map<number, number>();
  for (const histogram of histograms)
    for (const [bucket, count] of histogram) merged.set(bucket, (merged.get(bucket) ?? 0) + count);
  return merged;
}

/**
 * The q-quantile in ms: the value at rank q(n−1) of the sorted durations, within 5 %; null when there are none.
 *
 * Beyond the range the answer is the last bucket's middle, then a lower bound. O(b log b) for b buckets in use.
 *
 * @example quantileMs(histogram, 0.95) // the duration that 19 of 20 stay below
 */
export function quantileMs(histogram: Histogram, q: number): number | null {
  const buckets = [...histogram].filter(([, count]) => count > 0).sort(([one], [other]) => one - other);
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0 || !(q >= 0 && q <= 1)) return null;
  const rank = q * (total - 1);
  let seen = 0;
  for (const [bucket, count] of buckets) {
    seen += count;
    if (seen > rank) return bucketMiddleMs(bucket);
  }
  return null;
}
