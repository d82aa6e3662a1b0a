// Confidence is rounded once to whole millionths, and every bin index is integer arithmetic on them: floating
// `floor(0.29 * 100)` is 28, so SQL, JavaScript and Python would disagree about the same data (statistics.md 1.0).

export const unitsPerOne = 1_000_000;

/**
 * Confidence in whole millionths; null for what is no confidence (NaN, below 0, above 1). Nothing is clamped. O(1).
 *
 * @example microUnits(0.1 + 0.2) // 300000
 */
export function microUnits(confidence: number): number | null {
  if (!(confidence >= 0 && confidence <= 1)) return null;
  return Math.round(confidence * unitsPerOne);
}

/**
 * The equal-width bin of a confidence: closed on the left, the last one on both sides. Exact for up to a million bins,
 * because the product of two integers is. O(1).
 *
 * @example binOf(290_000, 100) // 29
 */
export function binOf(unit: number, bins: number): number {
  return Math.min(Math.floor((unit * bins) / unitsPerOne), bins - 1);
}
