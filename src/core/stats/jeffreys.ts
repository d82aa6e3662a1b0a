import { betaQuantile, betaUpperQuantile } from './incomplete-beta.ts';
import { type Interval, isLevel, observed } from './interval.ts';

/**
 * The Jeffreys interval of a proportion: the middle `level` of the posterior Beta(hits + ½, misses + ½).
 *
 * Covers the truth in about `level` of all samples on average over all truths, as Wilson's does, and splits the rest
 * more evenly between both sides. Where nothing hit the low end is 0, where everything hit the high end is 1, as Brown,
 * Cai & DasGupta advise. Null when nothing was observed, for counts that cannot be, or a level outside of 0..1.
 *
 * L. D. Brown, T. T. Cai, A. DasGupta, "Interval estimation for a binomial proportion", Statistical Science 16 (2001).
 *
 * @example jeffreys(7, 50) // { low: 0.0648717…, high: 0.2553250… }
 */
export function jeffreys(hits: number, total: number, level = 0.95): Interval | null {
  if (!observed(hits, total) || !isLevel(level)) return null;
  const side = (1 - level) / 2;
  const [a, b] = [hits + 0.5, total - hits + 0.5];
  return {
    low: hits === 0 ? 0 : betaQuantile(side, a, b),
    high: hits === total ? 1 : betaUpperQuantile(side, a, b),
  };
}
