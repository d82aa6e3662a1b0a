import { normalQuantile } from '../../stats/normal.ts';
import { wilson } from '../../stats/wilson.ts';
import { effectiveCount } from '../observations/levels.ts';
import type { WeightStratum } from '../observations/weight-strata.ts';
import { type Estimate, mover } from './mover.ts';

/**
 * The signed calibration gap, mean confidence less the share of right ones, with its interval: above 0 the model is
 * over-confident. It is the number to alert on, being a mean of bounded quantities. Null without labels.
 *
 * Within a stratum the interval is mean confidence less Wilson's interval of the accuracy, with as many labels as give it
 * the spread of the gap; so it stays sensible when all labels agree, where mean ± 2 standard errors has no width. Known
 * answer: statistics.md A10. Linear in the strata.
 *
 * @example signedGap(weightStrata(tally)) // { value: 0.125, low: −0.111…, high: 0.361… } for data A
 */
export function signedGap(strata: readonly WeightStratum[], level = 0.95): Estimate | null {
  return mover(strata, (stratum) => {
    const confidence = stratum.confidence / stratum.weight;
    const accuracy = accuracyOf(stratum);
    const labels = labelsForGap(stratum, level);
    const { low, high } = wilson(accuracy * labels, labels, level) ?? { low: 0, high: 1 };
    return { value: confidence - accuracy, low: confidence - high, high: confidence - low };
  });
}

/** The share of right ones among the decisions that the labels speak for, with its interval. Null without labels. */
export function weightedAccuracy(strata: readonly WeightStratum[], level = 0.95): Estimate | null {
  const estimate = mover(strata, (stratum) => {
    const accuracy = accuracyOf(stratum);
    const labels = effectiveCount(stratum.weight, stratum.squared);
    return { value: accuracy, ...(wilson(accuracy * labels, labels, level) ?? { low: 0, high: 1 }) };
  });
  return estimate && { ...estimate, low: Math.max(0, estimate.low), high: Math.min(1, estimate.high) };
}

function accuracyOf({ right, weight }: WeightStratum): number {
  return Math.min(1, right / weight);
}

/**
 * Labels n with ȳ(1−ȳ)/n = the variance of the gap. z² pseudo-labels of the largest variance there is, ¼, keep the
 * quotient near the true number of labels when nothing varies.
 */
function labelsForGap(stratum: WeightStratum, level: number): number {
  const { weight, squared } = stratum;
  const accuracy = accuracyOf(stratum);
  const gap = stratum.gap / weight;
  const spread = stratum.squaredGapSquare - 2 * gap * stratum.squaredGap + gap * gap * squared;
  const variance = Math.max(0, spread) / (weight * weight);
  const labels = effectiveCount(weight, squared);
  const pseudo = normalQuantile((1 + level) / 2) ** 2 / 4 / labels;
  return (accuracy * (1 - accuracy) + pseudo) / (variance + pseudo / labels);
}
