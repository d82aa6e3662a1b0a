// Proper scores: nobody can better them by reporting anything but the true probability.
import { normalQuantile } from '../../stats/normal.ts';
import type { Levels } from '../observations/levels.ts';

export type Score = {
  readonly value: number;
  /** 95 %; null below 5 right or 5 wrong labels, where the spread of the sample says nothing about its own error. */
  readonly interval: { readonly low: number; readonly high: number } | null;
};

/** A confidence of 1 that is wrong costs 13.8 nats; without a clip it would cost infinitely many. */
export const logLossClip = 1e-6;

/**
 * Brier score Σw(c−y)²/Σw: 0 is perfect, 0.25 is what always saying ½ gets. Null without labels. Linear in the levels.
 *
 * G. W. Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78 (1950). Known
 * answer: statistics.md A11.
 *
 * @example brierScore(levels) // { value: 0.17925, interval: { low: 0.036…, high: 0.322… } } for data A
 */
export function brierScore(levels: Levels): Score | null {
  return meanLoss(levels, (c) => ({ right: (1 - c) ** 2, wrong: c * c }));
}

export type LogLoss = Score & {
  /** Labels that were certain and wrong: one of them can decide the score. */
  readonly clippedAndWrong: number;
};

/**
 * Log-loss in nats, confidence clipped to [1e-6, 1 − 1e-6]. (scikit-learn clips at machine epsilon, where one certain
 * error costs 36 nats.) Null without labels. Linear in the levels. Known answer: A12.
 *
 * @example logLoss(levels) // { value: 0.5341…, clippedAndWrong: 0, … } for data A
 */
export function logLoss(levels: Levels): LogLoss | null {
  const score = meanLoss(levels, lossesOf);
  if (score === null) return null;
  let clippedAndWrong = 0;
  for (let level = 0; level < levels.unit.length; level += 1) {
    const right = levels.right[level] ?? 0;
    if (levels.confidence[level] === 0) clippedAndWrong += right;
    if (levels.confidence[level] === 1) clippedAndWrong += (levels.count[level] ?? 0) - right;
  }
  return { ...score, clippedAndWrong };
}

/** What a label costs at this confidence, in nats, if right and if wrong. */
export function lossesOf(confidence: number): { right: number; wrong: number } {
  const c = Math.min(1 - logLossClip, Math.max(logLossClip, confidence));
  return { right: -Math.log(c), wrong: -Math.log1p(-c) };
}

/**
 * Skill 1 − Brier/UNC: the part of the uncertainty that confidence resolves; below 0 it is worse than always saying the
 * base rate. Null without labels or when all have one outcome: then there is nothing to resolve.
 *
 * @example skill(levels) // 0.283 for data A: 1 − 0.17925/0.25
 */
export function skill(levels: Levels): number | null {
  const score = brierScore(levels);
  const { right, count, weight, rightWeight } = levels.totals;
  if (score === null || right === 0 || right === count) return null;
  const base = rightWeight / weight;
  return 1 - score.value / (base * (1 - base));
}

const fewestOfEach = 5;

/** Weighted mean with its interval by linearisation of the ratio: Var = Σw²(ℓ − mean)²/(Σw)², times n/(n−1). */
function meanLoss(levels: Levels, losses: (c: number) => { right: number; wrong: number }): Score | null {
  const { count, right, weight, effective } = levels.totals;
  if (count === 0) return null;
  let value = 0;
  for (let level = 0; level < levels.unit.length; level += 1) {
    const loss = losses(levels.confidence[level] ?? 0);
    const good = levels.rightWeight[level] ?? 0;
    value += good * loss.right + ((levels.weight[level] ?? 0) - good) * loss.wrong;
  }
  value /= weight;
  if (right < fewestOfEach || count - right < fewestOfEach || effective < 2) return { value, interval: null };
  let squares = 0;
  for (let level = 0; level < levels.unit.length; level += 1) {
    const loss = losses(levels.confidence[level] ?? 0);
    const good = levels.rightSquared[level] ?? 0;
    squares +=
      good * (loss.right - value) ** 2 + ((levels.squared[level] ?? 0) - good) * (loss.wrong - value) ** 2;
  }
  const half = (normalQuantile(0.975) * Math.sqrt((squares * effective) / (effective - 1))) / weight;
  return { value, interval: { low: Math.max(0, value - half), high: value + half } };
}
