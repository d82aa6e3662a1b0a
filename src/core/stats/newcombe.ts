import type { Interval } from './interval.ts';
import { wilson } from './wilson.ts';

/** How often something happened among how many. */
export type Share = { readonly hits: number; readonly total: number };

/**
 * The difference of two independent proportions, one − other, with its hybrid score interval, two-sided.
 *
 * The distances of both Wilson intervals, squared and added; unlike the textbook interval it never leaves [−1, 1].
 * Null when nothing was observed on either side, for counts that cannot be, or a level outside of 0..1.
 *
 * R. G. Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17
 * (1998), method 10.
 *
 * @example newcombe({ hits: 56, total: 70 }, { hits: 48, total: 80 }) // 0.2, 0.0524 to 0.3339
 */
export function newcombe(
  one: Share,
  other: Share,
  level = 0.95,
): ({ readonly difference: number } & Interval) | null {
  const ofOne = wilson(one.hits, one.total, level);
  const ofOther = wilson(other.hits, other.total, level);
  if (ofOne === null || ofOther === null) return null;
  const share = one.hits / one.total;
  const otherShare = other.hits / other.total;
  const difference = share - otherShare;
  return {
    difference,
    low: difference - Math.hypot(share - ofOne.low, ofOther.high - otherShare),
    high: difference + Math.hypot(ofOne.high - share, otherShare - ofOther.low),
  };
}
