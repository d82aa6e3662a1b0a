import type { Levels } from '../observations/levels.ts';
import { rangeSf, supremumSf } from './brownian.ts';

export type CumulativeError = {
  /** ECCE-MAD: the largest absolute value of the cumulated gap. */
  readonly deviation: number;
  /** ECCE-R: the largest gap, in absolute value, over any interval of confidence. */
  readonly range: number;
  /** Standard deviation of the cumulated gap of a calibrated model. */
  readonly scale: number;
  /** How often a calibrated model deviates as far, or has such a range. */
  readonly deviationP: number;
  readonly rangeP: number;
};

/**
 * Calibration test without bins: gaps are cumulated by rising confidence, S = Σw(y − c)/Σw; for a calibrated model the
 * path is a Brownian motion on the clock Σw²c(1−c). Whole groups of equal confidence are added before looking.
 *
 * Null without labels, or where every confidence is 0 or 1 and nothing contradicts it: then nothing was tested. Linear in
 * the levels.
 *
 * I. Arrieta-Ibarra et al., "Metrics of calibration for probabilistic predictions", JMLR 23 (2022). Known answers:
 * statistics.md A16, A17. P-values are those of large samples; with few labels they are too large rather than too small.
 *
 * @example cumulativeError(levels) // data A: { deviation: 0.14, scale: 0.1287…, deviationP: 0.5514…, … }
 */
export function cumulativeError(levels: Levels): CumulativeError | null {
  const { weight } = levels.totals;
  let [sum, low, high, variance] = [0, 0, 0, 0];
  for (let level = 0; level < levels.unit.length; level += 1) {
    const confidence = levels.confidence[level] ?? 0;
    sum += ((levels.rightWeight[level] ?? 0) - confidence * (levels.weight[level] ?? 0)) / weight;
    low = Math.min(low, sum);
    high = Math.max(high, sum);
    variance += (levels.squared[level] ?? 0) * confidence * (1 - confidence);
  }
  const scale = Math.sqrt(variance) / weight;
  const deviation = Math.max(high, -low);
  if (!(weight > 0) || (scale === 0 && deviation === 0)) return null;
  return {
    deviation,
    range: high - low,
    scale,
    deviationP: supremumSf(deviation / scale),
    rangeP: rangeSf((high - low) / scale),
  };
}
