/** What a quantity may be, given the observations; both ends belong to it. */
export type Interval = { readonly low: number; readonly high: number };

/** Counts that can be: 0 ≤ hits ≤ total, and something was observed. */
export function observed(hits: number, total: number): boolean {
  return total > 0 && total < Infinity && hits >= 0 && hits <= total;
}

/** A confidence level says something between never and always. */
export function isLevel(level: number): boolean {
  return level > 0 && level < 1;
}
