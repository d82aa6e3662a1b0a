/**
 * The sum of the values as if added with twice the digits, then rounded once. Order hardly matters: the error is one
 * rounding plus n·10⁻³² of the sum of sizes, where a plain loop has n·10⁻¹⁶. O(n).
 *
 * A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", ZAMM 54 (1974).
 *
 * @example sum([1, 1e100, 1, -1e100]) // 2
 */
export function sum(values: ArrayLike<number>): number {
  // Written out and by index: ten times faster on long columns than through openSum or an iterator.
  let total = 0;
  let lost = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return Number.isFinite(total) ? total + lost : total;
}

export type RunningSum = { add(value: number): void; value(): number };

/** A compensated sum that grows: `add` as values come, `value` at any time. See `sum`. */
export function openSum(): RunningSum {
  let total = 0;
  let lost = 0;
  return {
    add(value) {
      const next = total + value;
      lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
      total = next;
    },
    // Once infinite, what was lost is not a number, and the sum is what a plain one would be.
    value: () => (Number.isFinite(total) ? total + lost : total),
  };
}

/** The arithmetic mean; null of nothing. O(n). */
export function mean(values: ArrayLike<number>): number | null {
  return values.length === 0 ? null : sum(values) / values.length;
}

/**
 * The sample variance s² = Σ(x − x̄)²/(n − 1), in two passes; null of fewer than two values.
 *
 * The second pass corrects the first one's rounded mean (Chan, Golub & LeVeque 1983). O(n).
 *
 * @example variance([2, 4, 4, 4, 5, 5, 7, 9]) // 32/7
 */
export function variance(values: ArrayLike<number>): number | null {
  const n = values.length;
  const centre = mean(values);
  if (centre === null || n < 2) return null;
  const rests = Float64Array.from(values, (value) => value - centre);
  const squares = sum(rests.map((rest) => rest * rest));
  return (squares - sum(rests) ** 2 / n) / (n - 1);
}
