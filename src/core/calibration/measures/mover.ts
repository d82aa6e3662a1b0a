import type { WeightStratum } from '../observations/weight-strata.ts';

export type Estimate = { readonly value: number; readonly low: number; readonly high: number };

/**
 * A mean over strata with its interval: estimates add by their share of all weight, the distances to the ends of their
 * intervals by their squares ("method of variance estimates recovery"). Null without strata.
 *
 * One interval over everything would fail: where the few labels that speak for most decisions show no error, the many
 * that rules sent would decide its width.
 *
 * G. Y. Zou, A. Donner, "Construction of confidence limits about effect measures", Statistics in Medicine 27 (2008);
 * statistics.md 2.4. Linear in the strata.
 */
export function mover(
  strata: readonly WeightStratum[],
  estimate: (stratum: WeightStratum) => Estimate,
): Estimate | null {
  const weight = strata.reduce((sum, stratum) => sum + stratum.weight, 0);
  if (!(weight > 0)) return null;
  const parts = strata.map((stratum) => {
    const { value, low, high } = estimate(stratum);
    const share = stratum.weight / weight;
    return { value: share * value, below: share * (value - low), above: share * (high - value) };
  });
  const value = parts.reduce((sum, part) => sum + part.value, 0);
  return {
    value,
    low: value - Math.hypot(...parts.map(({ below }) => below)),
    high: value + Math.hypot(...parts.map(({ above }) => above)),
  };
}
