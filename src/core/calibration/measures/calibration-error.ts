// Gaps between confidence and accuracy over bins. Never to be shown alone: with few labels they are large for a
// perfectly calibrated model too (see `noise-floor.ts`).
import type { Bin } from '../observations/bins.ts';

/**
 * Expected calibration error (ECE): the mean gap |accuracy − confidence|, bins weighted by what they hold. Null without
 * labels. Over equal-width bins it is the usual ECE, over equal-mass bins ECE_mass. Linear in the bins.
 *
 * M. P. Naeini, G. Cooper, M. Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning", AAAI 2015;
 * C. Guo et al., "On calibration of modern neural networks", ICML 2017. Known answers: statistics.md A01, A04, A07.
 *
 * @example expectedError(filledBins(equalWidthBins(levels, 20)))
 */
export function expectedError(bins: readonly Bin[]): number | null {
  if (bins.length === 0) return null;
  return bins.reduce((sum, bin) => sum + bin.share * gapOf(bin), 0);
}

/**
 * Average calibration error (ACE, in the sense of netcal): the plain mean of the gaps of filled bins. Null for none.
 *
 * @example averageError(filledBins(equalWidthBins(levels, 5))) // 0.14 for data A
 */
export function averageError(bins: readonly Bin[]): number | null {
  if (bins.length === 0) return null;
  return bins.reduce((sum, bin) => sum + gapOf(bin), 0) / bins.length;
}

export type MaximumError = {
  readonly value: number;
  /** Share of the weight that lies in bins too small to count. */
  readonly excluded: number;
};

/**
 * Maximum calibration error (MCE): the largest gap of a bin with at least `least` effective labels, because the largest
 * of many small bins is noise. Null when no bin has that many. Linear in the bins.
 *
 * @example maximumError(filledBins(equalWidthBins(levels, 10))) // null for data A: no bin has 10 labels
 */
export function maximumError(bins: readonly Bin[], least = 10): MaximumError | null {
  const large = bins.filter(({ effective }) => effective >= least);
  if (large.length === 0) return null;
  const left = bins.filter(({ effective }) => effective < least);
  return {
    value: Math.max(...large.map(gapOf)),
    excluded: left.reduce((sum, { share }) => sum + share, 0),
  };
}

function gapOf({ accuracy, confidence }: Bin): number {
  return Math.abs(accuracy - confidence);
}
