/**
 * How far a count is from what was expected, in logarithms: D(x, m) = x ln(x/m) + m − x ≥ 0, for x ≥ 0, m > 0.
 *
 * Binomial, Poisson, beta and gamma densities are exp(−D) times a slow factor. `gap` is x − m and is given apart,
 * because the caller knows it more exactly than the rounded m does: near the mean D is gap²/2m, and every digit of it
 * comes from the gap. Relative error below 10⁻¹⁵ times ten.
 *
 * C. Loader, "Fast and accurate computation of binomial probabilities" (2000), bd0. At most 20 terms.
 */
export function deviance(x: number, mean: number, gap: number): number {
  if (x === 0) return mean;
  const ratio = gap / (x + mean);
  if (Math.abs(ratio) > 0.3) return x * Math.log(x / mean) - gap;
  const square = ratio * ratio;
  let sum = gap * ratio;
  let term = 2 * x * ratio;
  for (let odd = 3; odd < 100; odd += 2) {
    term *= square;
    const next = sum + term / odd;
    if (next === sum) return sum;
    sum = next;
  }
  return sum;
}

/**
 * a − (a + b)·x with one rounding instead of four: the product's and the sum's rounding errors are computed and taken
 * off (Dekker 1971, Knuth's two-sum). The gap of a beta or binomial from its mean; its digits decide those of D.
 */
export function gapFromMean(a: number, b: number, x: number): number {
  const n = a + b;
  const kept = n - a;
  const sumError = a - (n - kept) + (b - kept);
  const product = n * x;
  const [nHigh, nLow] = halves(n);
  const [xHigh, xLow] = halves(x);
  const productError = nLow * xLow - (product - nHigh * xHigh - nLow * xHigh - nHigh * xLow);
  return a - product - productError - sumError * x;
}

/** Two numbers of 26 bits that add up to it, so that their products are exact (Veltkamp). */
function halves(x: number): [number, number] {
  const shifted = 134_217_729 * x;
  const high = shifted - (shifted - x);
  return [high, x - high];
}
