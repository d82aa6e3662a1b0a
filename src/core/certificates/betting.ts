import { brentRoot } from '../stats/brent.ts';
import { lossMicrosOf, lossUnit } from './count-rungs.ts';
import type { Label } from './labels.ts';
import { type Ladder, rungOf } from './ladder.ts';

/** Labels in the order they arrived, as columns. */
export type LabelColumns = {
  /** The strictest rung that would have released it. */
  readonly rung: Int32Array;
  /** Between 0 and 1; for errors 0 or 1. */
  readonly loss: Float64Array;
  readonly probability: Float64Array;
};

/** What is being refuted: that the mean loss is `target` or more, from labels no rarer than `leastProbability`. */
export type Bets = {
  readonly target: number;
  /** The least labelling probability the design allows. It bounds the stakes, so it is fixed before the labels. */
  readonly leastProbability: number;
};

/** A stake never loses more than three quarters of the capital; a bankrupt test could not recover. */
const mostStake = 0.75;
/** Imaginary labels with half the target's errors, per 1/target: an early error lowers the stakes without ending them. */
const priorStrength = 4;
/** The capital of a long run of luck would overflow; at 10³⁰⁰ nobody doubts any more. */
const mostCapital = 1e300;

/**
 * Anytime-valid p-values for "this rung's error is the target or more" from labels of unequal probability.
 *
 * For each rung a gambler bets against that claim, label by label in the order of arrival: with Z = (loss − target) / probability
 * the capital is multiplied by 1 − η·Z, where the stake η is chosen from earlier labels only (Kelly: mean gain over mean
 * square, at most 0.75·leastProbability / (1 − target)). Weighting by 1 / probability makes the bet fair for all traffic above
 * the threshold, not for what happened to be labelled. If the claim is true, the capital ever reaches 1/p with a chance of
 * at most p (Ville), so it may be looked at at any time. Labels × rungs, some 5 ns each.
 *
 * I. Waudby-Smith, A. Ramdas, "Estimating means of bounded random variables by betting", JRSS B 86 (2024);
 * statistics.md 3.5.
 */
export function bettingPValues(columns: LabelColumns, rungs: number, bets: Bets): number[] {
  return Array.from(
    { length: rungs },
    (_, rung) => 1 / bestCapital(columns, rung, { bets, at: bets.target }),
  );
}

/**
 * The upper bound that holds at all times with confidence 1 − delta: the largest error at one rung that the same stakes do
 * not refute. 1 where nothing is refuted. About 15 passes over the labels.
 */
export function bettingUpper(
  columns: LabelColumns,
  rung: number,
  { bets, delta }: { bets: Bets; delta: number },
): number {
  const distance = (at: number) => Math.log(bestCapital(columns, rung, { bets, at })) + Math.log(delta);
  // Below, a stake could lose more than there is, and the capital would prove nothing.
  const low = Math.max(0, 1 - (1 - bets.target) / mostStake);
  if (distance(low) >= 0) return low;
  const root = brentRoot(distance, low, 1, { tolerance: 1e-9 });
  return root.ok ? root.x : 1;
}

/**
 * How many labels of these probabilities are worth one of equal ones (Kish): n·Σw² / (Σw)², w = 1 / probability. In
 * simulations bets need that many times the labels of the evidence for equal ones, give or take a quarter. 1 without labels.
 *
 * L. Kish, "Survey Sampling" (1965).
 *
 * @example designEffect([0.05, 0.2]) // 1.36
 */
export function designEffect(probabilities: ArrayLike<number>): number {
  let [sum, squares] = [0, 0];
  for (let index = 0; index < probabilities.length; index += 1) {
    const weight = 1 / (probabilities[index] ?? 1);
    sum += weight;
    squares += weight * weight;
  }
  return probabilities.length === 0 ? 1 : (probabilities.length * squares) / (sum * sum);
}

export function toColumns(
  { thresholds }: Pick<Ladder, 'thresholds'>,
  labels: readonly Label[],
  { impactCap }: { impactCap?: number } = {},
): LabelColumns {
  return {
    rung: Int32Array.from(labels, ({ score }) => rungOf(thresholds, score)),
    loss: Float64Array.from(labels, (label) => lossMicrosOf(label, impactCap) / lossUnit),
    probability: Float64Array.from(labels, ({ probability }) => probability),
  };
}

/** The most the capital ever was, with the stakes that suit `bets.target`, played against the claim `at`. */
function bestCapital(columns: LabelColumns, upTo: number, { bets, at }: { bets: Bets; at: number }): number {
  const { rung, loss, probability } = columns;
  const { target, leastProbability } = bets;
  const highestStake = (mostStake * leastProbability) / (1 - target);
  const guess = target / 2;
  const strength = priorStrength / target;
  let gain = (strength * (target - guess)) / leastProbability;
  let square =
    (strength * (guess * (1 - target) ** 2 + (1 - guess) * target ** 2)) /
    (leastProbability * leastProbability);
  let capital = 1;
  let best = 1;
  for (let index = 0; index < rung.length; index += 1) {
    if (rung[index]! > upTo) continue; // the columns have one length
    const stake = Math.min(highestStake, Math.max(0, gain / square));
    const weight = 1 / probability[index]!; // as above
    const won = (target - loss[index]!) * weight; // as above
    capital = Math.min(mostCapital, capital * (1 + stake * (at - loss[index]!) * weight)); // as above
    if (capital > best) best = capital;
    gain += won;
    square += won * won;
  }
  return best;
}
