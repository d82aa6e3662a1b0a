import { binomialCdf } from '../stats/binomial.ts';
import { leastLabels } from './least-labels.ts';

/** Beyond this a plan is not a plan: a true rate this near to the target cannot be told from it. */
const mostLabels = 1_000_000;
/** The share of windows that are to succeed if the guess is right. */
const usualPower = 0.8;
/** Up to 64 errors every count is tried; beyond, steps of 1/64, and all counts inside of the last step. */
const shareOfStep = 64;

/** The fewest labels with which `errors` errors certify; `leastLabels`, unless the test is another one. */
export type LeastLabels = (errors: number, target: number, delta: number) => number;

/**
 * The fewest labels with which a certificate is likely: the smallest n with P(Bin(n, rate) ≤ kmax(n)) ≥ power, where
 * kmax(n) is the most errors that n labels may hold. Null when the rate does not lie below the target, or lies so
 * close that a million labels would not do.
 *
 * Between two steps of kmax the probability only falls with n, so the smallest n is the fewest labels of some number
 * of errors, and those are tried in order. (A search that steps n by 1 % overlooks them and gives 632, 915, 1948 and
 * 6103 for the rates 0.2, 0.3, 0.5 and 0.7 % at 1 %; statistics.md 3.6.)
 *
 * @example labelsNeeded({ rate: 0.005, target: 0.01, delta: 0.05 }) // 1941
 */
export function labelsNeeded(plan: {
  /** The share of wrong decisions that is expected. */
  readonly rate: number;
  readonly target: number;
  readonly delta: number;
  readonly power?: number;
  readonly least?: LeastLabels;
}): number | null {
  const { rate, target, delta, power = usualPower, least = leastLabels } = plan;
  if (!(rate >= 0 && rate < target)) return null;
  let before = -1;
  for (let errors = 0; ; errors += Math.max(1, Math.floor(errors / shareOfStep))) {
    const labels = least(errors, target, delta);
    if (!(labels <= mostLabels)) return null;
    if (binomialCdf(errors, labels, rate) >= power)
      return firstWithin({ rate, target, delta, power, least }, before + 1, errors);
    before = errors;
  }
}

type Search = { rate: number; target: number; delta: number; power: number; least: LeastLabels };

function firstWithin({ rate, target, delta, power, least }: Search, from: number, to: number): number {
  for (let errors = from; errors < to; errors += 1) {
    const labels = least(errors, target, delta);
    if (binomialCdf(errors, labels, rate) >= power) return labels;
  }
  return least(to, target, delta);
}
