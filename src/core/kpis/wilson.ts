/** Two-sided 95 % normal quantile, Φ⁻¹(0.975). */
export const z95 = 1.959963984540054;

export type Interval = { readonly low: number; readonly high: number };

/**
 * The Wilson score interval of a proportion: `hits` out of `total`.
 *
 * For proportions that are shown to people. Unlike the textbook interval p ± z·√(p(1−p)/n) it never leaves [0, 1] and
 * has a width even when no hit was seen. Where a guarantee is stated, Clopper–Pearson is used instead
 * (statistics.md 1.0). Undefined is null, not 0: without observations nothing is known.
 *
 * E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927). O(1).
 *
 * @example wilson(7, 50) // { low: 0.0695…, high: 0.2618… }
 * @example wilson(0, 0) // null
 */
export function wilson(hits: number, total: number, z: number = z95): Interval | null {
  if (!(total > 0) || !(hits >= 0) || hits > total) return null;
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
