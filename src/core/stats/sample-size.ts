// How many labels a question needs.
import { normalQuantile } from './normal.ts';

/**
 * Labels until the interval of a proportion of about `share` is ± `margin` wide: z² p(1 − p)/d², rounded up.
 *
 * The normal approximation, good from some ten expected hits on. Null for shares or levels outside of 0..1 and margins
 * that are not positive.
 *
 * @example labelsForMargin(0.01, 0.002) // 9508
 */
export function labelsForMargin(share: number, margin: number, level = 0.95): number | null {
  if (!inside(share) || !inside(level) || !(margin > 0)) return null;
  const z = normalQuantile((1 + level) / 2);
  return Math.ceil((z * z * share * (1 - share)) / (margin * margin));
}

export type Comparison = {
  /** Two-sided level of the test; 0.95 when left out. */
  readonly level?: number;
  /** How likely a real difference is to be found; 0.8 when left out. */
  readonly power?: number;
};

/**
 * Labels in each of two groups until a test of a fixed size tells the two proportions apart: the pooled formula,
 * rounded up. Looking more than once needs more (statistics.md 5.3: 1.3 to 1.6 times). Null for proportions, levels or
 * powers outside of 0..1, or equal proportions, which no number of labels tells apart.
 *
 * J. L. Fleiss, "Statistical Methods for Rates and Proportions" (1981), 3.2, without continuity correction.
 *
 * @example labelsPerArm(0.05, 0.06) // 8158
 */
export function labelsPerArm(
  one: number,
  other: number,
  { level = 0.95, power = 0.8 }: Comparison = {},
): number | null {
  if (![one, other, level, power].every(inside) || one === other) return null;
  const pooled = (one + other) / 2;
  const under = normalQuantile((1 + level) / 2) * Math.sqrt(2 * pooled * (1 - pooled));
  const apart = normalQuantile(power) * Math.sqrt(one * (1 - one) + other * (1 - other));
  return Math.ceil(((under + apart) / (one - other)) ** 2);
}

function inside(share: number): boolean {
  return share > 0 && share < 1;
}
