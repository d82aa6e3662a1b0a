import { normalQuantile } from '../../stats/normal.ts';
import type { Random } from '../../stats/random.ts';
import type { Bin } from '../observations/bins.ts';
import type { Cells } from '../observations/cells.ts';

export type SquaredError = {
  /** Mean squared gap with the part that is noise taken off; below 0 about half of the time for a calibrated model. */
  readonly value: number;
  /** What to display: its root, 0 where the value is negative. */
  readonly root: number;
};

/**
 * Debiased squared calibration error: Σ share·[(accuracy − confidence)² − accuracy(1−accuracy)/(n−1)] over bins with at
 * least 2 effective labels. Unbiased at zero, which ECE is not. n is the effective number of labels, for which the
 * correction stays exact: E[ȳ(1−ȳ)] = p(1−p)(1 − 1/n). Null when no bin has two labels. Linear in the bins.
 *
 * C. A. T. Ferro, T. E. Fricker, "A bias-corrected decomposition of the Brier score", QJRMS 138 (2012); A. Kumar,
 * P. Liang, T. Ma, "Verified uncertainty calibration", NeurIPS 2019. Known answer: statistics.md A15.
 *
 * @example squaredError(filledBins(equalWidthBins(levels, 5))) // { value: −0.1126…, root: 0 } for data A
 */
export function squaredError(bins: readonly Bin[]): SquaredError | null {
  const used = bins.filter(({ effective }) => effective >= 2);
  if (used.length === 0) return null;
  const value = used.reduce((sum, bin) => sum + bin.share * debiased(bin, bin.accuracy), 0);
  return { value, root: Math.sqrt(Math.max(0, value)) };
}

/** Of the root. One-sided when the value lies within three standard errors of zero: then `low` is 0. */
export type SquaredErrorInterval = {
  readonly low: number;
  readonly high: number;
  readonly oneSided: boolean;
};

/**
 * The 95 % interval of the root of the debiased squared error, by drawing labels anew with each bin's accuracy. What the
 * replicates have too much, by starting from a noisy accuracy, is taken off.
 *
 * Near zero the error has another limit distribution (arXiv 2408.08998), so there only an upper bound is given. `cells`
 * are grouped by the places of `bins`. Costs replicates × cells draws.
 */
export function squaredErrorInterval(
  bins: readonly Bin[],
  cells: Cells,
  { random, replicates }: { random: Random; replicates: number },
): SquaredErrorInterval | null {
  const seen = squaredError(bins);
  if (seen === null) return null;
  const plugIn = bins
    .filter(({ effective }) => effective >= 2)
    .reduce((sum, { share, accuracy, confidence }) => sum + share * (accuracy - confidence) ** 2, 0);
  const drawn = new Float64Array(replicates).map(() => drawSquared(bins, cells, random)).sort();
  const at = (share: number) => (drawn[Math.ceil(share * replicates) - 1] ?? 0) - plugIn + seen.value;
  const oneSided = seen.value <= 3 * spread(drawn);
  return {
    low: oneSided ? 0 : root(at(0.025)),
    high: root(oneSided ? Math.max(0, seen.value) + normalQuantile(0.95) * spread(drawn) : at(0.975)),
    oneSided,
  };
}

function debiased({ confidence, effective }: Bin, accuracy: number): number {
  return (accuracy - confidence) ** 2 - (accuracy * (1 - accuracy)) / (effective - 1);
}

function drawSquared(bins: readonly Bin[], { group, count, weight }: Cells, random: Random): number {
  const right = new Float64Array(bins.length);
  const total = new Float64Array(bins.length);
  for (let cell = 0; cell < group.length; cell += 1) {
    const [bin, n, w] = [group[cell] ?? 0, count[cell] ?? 0, weight[cell] ?? 0];
    right[bin] = (right[bin] ?? 0) + w * random.binomial(n, Math.min(1, bins[bin]?.accuracy ?? 0));
    total[bin] = (total[bin] ?? 0) + w * n;
  }
  return bins.reduce((sum, bin, place) => {
    if (bin.effective < 2) return sum;
    return sum + bin.share * debiased(bin, (right[place] ?? 0) / (total[place] ?? 1));
  }, 0);
}

function spread(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

function root(value: number): number {
  return Math.sqrt(Math.max(0, value));
}
