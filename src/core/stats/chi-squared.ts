// The sum of df squared standard normals: a Gamma of shape df/2 and scale 2.
import { gammaCdf, gammaQuantile, gammaSf, gammaUpperQuantile } from './incomplete-gamma.ts';

/** P(X ≤ x) with df > 0 degrees of freedom, not necessarily whole. Errors and bounds of `gammaCdf`. */
export function chiSquaredCdf(x: number, df: number): number {
  return gammaCdf(x / 2, df / 2);
}

/**
 * P(X > x), the p-value of a χ² test; small ones keep their digits.
 *
 * @example chiSquaredSf(80, 1) // 3.744097384203e-19
 */
export function chiSquaredSf(x: number, df: number): number {
  return gammaSf(x / 2, df / 2);
}

/** The x with P(X ≤ x) = p. Bounds of `gammaQuantile`. */
export function chiSquaredQuantile(p: number, df: number): number {
  return 2 * gammaQuantile(p, df / 2);
}

/** The x with P(X > x) = q: the critical value of a test at level q. */
export function chiSquaredUpperQuantile(q: number, df: number): number {
  return 2 * gammaUpperQuantile(q, df / 2);
}
