// The number of hits in n independent trials that hit with probability p.
import { deviance, gapFromMean } from './deviance.ts';
import { betaCdf, betaSf } from './incomplete-beta.ts';
import { stirlingError } from './log-gamma.ts';

/**
 * P(X ≤ k) for n trials with probability p, through the incomplete beta function: I_{1−p}(n − k, k + 1).
 *
 * Relative error below 10⁻¹² down to 10⁻³⁰⁰, for n up to ten million. k is cut to a whole number; below 0 it gives 0,
 * from n on 1. n that is no whole number ≥ 0, or p outside of 0..1, give NaN. Cost of `betaCdf`.
 *
 * @example binomialCdf(1, 300, 0.01) // 0.197650…, the evidence of one error in 300 labels against 1 %
 */
export function binomialCdf(k: number, n: number, p: number): number {
  const hits = Math.floor(k);
  if (!valid(n, p) || Number.isNaN(hits)) return Number.NaN;
  if (hits < 0) return 0;
  return hits >= n ? 1 : betaSf(p, hits + 1, n - hits);
}

/** P(X > k); unlike 1 − binomialCdf it keeps its digits where it is small. See `binomialCdf`. */
export function binomialSf(k: number, n: number, p: number): number {
  const hits = Math.floor(k);
  if (!valid(n, p) || Number.isNaN(hits)) return Number.NaN;
  if (hits < 0) return 1;
  return hits >= n ? 0 : betaCdf(p, hits + 1, n - hits);
}

/** P(X = k). Relative error below 10⁻¹² down to 10⁻³⁰⁰; 0 where k is no whole number of 0..n. */
export function binomialPmf(k: number, n: number, p: number): number {
  return Math.exp(logBinomialPmf(k, n, p));
}

/**
 * ln P(X = k), in the saddle-point form of Loader (2000): no large terms that cancel. −Infinity where k cannot be,
 * NaN as in `binomialCdf`. O(1).
 *
 * @example logBinomialPmf(2, 4, 0.5) // ln 0.375
 */
export function logBinomialPmf(k: number, n: number, p: number): number {
  if (!valid(n, p) || Number.isNaN(k)) return Number.NaN;
  if (k < 0 || k > n || !Number.isInteger(k)) return -Infinity;
  if (p === 0 || p === 1) return k === n * p ? 0 : -Infinity;
  if (k === 0) return n * Math.log1p(-p);
  if (k === n) return n * Math.log(p);
  const misses = n - k;
  const gap = gapFromMean(k, misses, p);
  const slow = stirlingError(n) - stirlingError(k) - stirlingError(misses);
  const spread = 0.5 * Math.log(n / (2 * Math.PI * k * misses));
  return slow + spread - deviance(k, n * p, gap) - deviance(misses, n * (1 - p), -gap);
}

function valid(n: number, p: number): boolean {
  return Number.isInteger(n) && n >= 0 && p >= 0 && p <= 1;
}
