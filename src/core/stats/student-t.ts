// Student's t: a standard normal over the root of an independent χ² divided by its df degrees of freedom.
import { betaPlace, betaTails } from './incomplete-beta.ts';

/**
 * P(T ≤ t) with df > 0 degrees of freedom, not necessarily whole: half of I_{df/(df + t²)}(df/2, ½) is the tail.
 *
 * Relative error below 10⁻¹² down to 10⁻³⁰⁰. df that are not positive and finite give NaN. Cost of `betaCdf`.
 *
 * NIST Digital Library of Mathematical Functions, 8.17; M. Abramowitz, I. Stegun 26.7.1.
 *
 * @example studentTCdf(1, 1) // 0.75, Cauchy's
 */
export function studentTCdf(t: number, df: number): number {
  if (Number.isNaN(t) || !(df > 0) || df === Infinity) return Number.NaN;
  return t > 0 ? 1 - tail(t, df) : tail(t, df);
}

/** P(T > t); small ones keep their digits. See `studentTCdf`. */
export function studentTSf(t: number, df: number): number {
  return studentTCdf(-t, df);
}

/** The t with P(T ≤ t) = p. Relative error below 10⁻¹²; 0 and 1 give −Infinity and Infinity, p outside NaN. */
export function studentTQuantile(p: number, df: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  const both = 2 * Math.min(p, 1 - p);
  const { x, y } = betaPlace(both, 1 - both, { a: df / 2, b: 0.5 });
  const size = Math.sqrt(df * (y / x));
  return p < 0.5 ? -size : size;
}

function tail(t: number, df: number): number {
  const square = t * t;
  if (square === Infinity) return 0;
  const sum = df + square;
  return betaTails({ x: df / sum, y: square / sum }, { a: df / 2, b: 0.5 }).lower / 2;
}
