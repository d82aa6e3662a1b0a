import { type Interval, isLevel, observed } from './interval.ts';
import { normalQuantile } from './normal.ts';

/**
 * The Wilson score interval of a proportion: `hits` out of `total`, two-sided.
 *
 * For proportions that are shown to people. Unlike the textbook interval p ± z·√(p(1−p)/n) it never leaves [0, 1] and
 * has a width even when no hit was seen. Where a guarantee is stated, Clopper–Pearson is used instead
 * (statistics.md 1.0). Undefined is null, not 0: without observations nothing is known. Counts may be weighted ones
 * (an effective n), so they need not be whole.
 *
 * E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927). O(1).
 *
 * @example wilson(7, 50) // { low: 0.0695…, high: 0.2618… }
 * @example wilson(0, 0) // null
 */
export function wilson(hits: number, total: number, level = 0.95): Interval | null {
  if (!observed(hits, total) || !isLevel(level)) return null;
  const z = normalQuantile((1 + level) / 2);
  const share = hits / total;
  const zz = z * z;
  const scale = 1 + zz / total;
  const centre = (share + zz / (2 * total)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / total + zz / (4 * total * total));
  // At the ends the formula is exact but its rounding is not: no hit means that zero is possible.
  return {
    low: hits === 0 ? 0 : Math.max(0, centre - half),
    high: hits === total ? 1 : Math.min(1, centre + half),
  };
}
