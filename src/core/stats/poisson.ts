// The number of independent events where `mean` are expected.
import { deviance } from './deviance.ts';
import { gammaCdf, gammaSf } from './incomplete-gamma.ts';
import { stirlingError } from './log-gamma.ts';

/**
 * P(X ≤ k), through the incomplete gamma function: Q(k + 1, mean). Relative error below 10⁻¹² down to 10⁻³⁰⁰.
 * k is cut to a whole number; below 0 it gives 0. A mean that is not ≥ 0 and finite gives NaN. Cost of `gammaSf`.
 *
 * @example poissonCdf(900, 1000) // 0.000697…
 */
export function poissonCdf(k: number, mean: number): number {
  if (!valid(mean) || Number.isNaN(k)) return Number.NaN;
  return k < 0 ? 0 : gammaSf(mean, Math.floor(k) + 1);
}

/** P(X > k); unlike 1 − poissonCdf it keeps its digits where it is small. See `poissonCdf`. */
export function poissonSf(k: number, mean: number): number {
  if (!valid(mean) || Number.isNaN(k)) return Number.NaN;
  return k < 0 ? 1 : gammaCdf(mean, Math.floor(k) + 1);
}

/** P(X = k); 0 where k is no whole number ≥ 0. See `logPoissonPmf`. */
export function poissonPmf(k: number, mean: number): number {
  return Math.exp(logPoissonPmf(k, mean));
}

/** ln P(X = k), in the saddle-point form of Loader (2000). −Infinity where k cannot be, NaN as above. O(1). */
export function logPoissonPmf(k: number, mean: number): number {
  if (!valid(mean) || Number.isNaN(k)) return Number.NaN;
  if (k < 0 || !Number.isInteger(k)) return -Infinity;
  if (k === 0) return -mean;
  if (mean === 0) return -Infinity;
  return -stirlingError(k) - 0.5 * Math.log(2 * Math.PI * k) - deviance(k, mean, k - mean);
}

function valid(mean: number): boolean {
  return mean >= 0 && mean < Infinity;
}
