/** ln of a tail probability at t, minus its goal, and how fast it grows there. */
export type Slope = { readonly value: number; readonly slope: number };

/**
 * Where an increasing function is zero: Newton's steps, halving the bracket instead where a step leaves it.
 *
 * For quantiles: on the logarithm of a tail probability over the logarithm (or logit) of the value, the function is
 * nearly straight, and four to eight steps give all digits. At most 200 evaluations of `at`.
 */
export function invert(
  start: number,
  bracket: { readonly low: number; readonly high: number },
  at: (t: number) => Slope,
): number {
  let { low, high } = bracket;
  let t = start > low && start < high ? start : (low + high) / 2;
  for (let step = 0; step < 200; step += 1) {
    const { value, slope } = at(t);
    if (value === 0) return t;
    if (value < 0) low = t;
    else high = t;
    const newton = t - value / slope;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - t) <= 1e-15 * Math.max(1, Math.abs(t))) return next;
    t = next;
  }
  return t;
}
