import { binomialCdf } from '../stats/binomial.ts';

/**
 * The fewest labels that certify a target when `errors` of them are wrong: the smallest n with
 * P(Bin(n, target) ≤ errors) ≤ delta.
 *
 * Found by doubling and halving, which works because the probability falls with n: about 2·log₂(n) binomial tails.
 * Arguments without a meaning (a share outside of (0, 1), errors that are not a count) give NaN. C. J. Clopper,
 * E. S. Pearson, Biometrika 26 (1934); statistics.md 3.2.
 *
 * @example leastLabels(0, 0.01, 0.05) // 299
 * @example leastLabels(1, 0.01, 0.05) // 473
 */
export function leastLabels(errors: number, target: number, delta: number): number {
  if (!(target > 0 && target < 1 && delta > 0 && delta < 1 && errors >= 0 && Number.isInteger(errors)))
    return Number.NaN;
  let tooFew = errors;
  let enough = Math.max(errors + 1, Math.ceil(Math.log(delta) / Math.log1p(-target)));
  while (binomialCdf(errors, enough, target) > delta) {
    tooFew = enough;
    enough *= 2;
  }
  while (enough - tooFew > 1) {
    const middle = tooFew + Math.floor((enough - tooFew) / 2);
    if (binomialCdf(errors, middle, target) <= delta) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

/**
 * The most errors that `labels` labels may hold and still certify the target; null when even none are too many.
 *
 * @example mostErrors(500, 0.01, 0.05) // 1
 * @example mostErrors(298, 0.01, 0.05) // null
 */
export function mostErrors(labels: number, target: number, delta: number): number | null {
  if (!(binomialCdf(0, labels, target) <= delta)) return null;
  let passes = 0;
  let fails = labels;
  while (fails - passes > 1) {
    const middle = passes + Math.floor((fails - passes) / 2);
    if (binomialCdf(middle, labels, target) <= delta) passes = middle;
    else fails = middle;
  }
  return passes;
}
