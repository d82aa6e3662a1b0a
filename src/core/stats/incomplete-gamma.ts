import { deviance } from './deviance.ts';
import { invert } from './invert.ts';
import { logGamma, stirlingError } from './log-gamma.ts';
import { normalQuantile } from './normal.ts';
import { logRest, type Tails, tailsOf } from './tails.ts';

/**
 * P(shape, x) = P(X ≤ x) of a Gamma(shape) of scale 1, the regularised incomplete gamma function, for shape > 0.
 *
 * Below the mean a power series, above it the continued fraction of the upper tail; before either stands the density
 * in Loader's saddle-point form. Relative error below 10⁻¹² where the value is a tail, down to 10⁻³⁰⁰. x ≤ 0 gives 0, a
 * shape that is not positive and finite NaN. About 10·√shape steps near the mean, fewer in the tails.
 *
 * NIST Digital Library of Mathematical Functions, 8.7.1 and 8.9.2; C. Loader (2000).
 */
export function gammaCdf(x: number, shape: number): number {
  return tailsOf(logTails(x, shape)).lower;
}

/** P(X > x) of a Gamma(shape); unlike 1 − gammaCdf it keeps its digits where it is small. See `gammaCdf`. */
export function gammaSf(x: number, shape: number): number {
  return tailsOf(logTails(x, shape)).upper;
}

/**
 * The x with P(X ≤ x) = p for a Gamma(shape). Relative error below 10⁻¹³. 0 gives 0, 1 gives Infinity, p outside NaN.
 *
 * @example gammaQuantile(0.95, 1) // ln 20
 */
export function gammaQuantile(p: number, shape: number): number {
  return quantile(p, 1 - p, shape);
}

/** The x with P(X > x) = q for a Gamma(shape); small q keep their digits. See `gammaQuantile`. */
export function gammaUpperQuantile(q: number, shape: number): number {
  return quantile(1 - q, q, shape);
}

function quantile(p: number, q: number, shape: number): number {
  if (!valid(shape) || !(p >= 0) || !(q >= 0)) return Number.NaN;
  if (p === 0) return 0;
  if (q === 0) return Infinity;
  const goal = Math.log(Math.min(p, q));
  const logX = invert(guess(p, q, shape), { low: -745, high: 709 }, (t) => {
    const x = Math.exp(t);
    const { lower, upper } = logTails(x, shape);
    const [tail, sign] = p <= q ? [lower, 1] : [upper, -1];
    return { value: sign * (tail - goal), slope: Math.exp(logPrefix(x, shape) - tail) };
  });
  return Math.exp(logX);
}

/** Wilson and Hilferty's cube root, where it is positive; else the power law of the lower tail. */
function guess(p: number, q: number, shape: number): number {
  const z = p < q ? normalQuantile(p) : -normalQuantile(q);
  const root = 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape));
  return root > 0.1 ? Math.log(shape) + 3 * Math.log(root) : (Math.log(p) + logGamma(shape + 1)) / shape;
}

function logTails(x: number, shape: number): Tails {
  if (!valid(shape) || Number.isNaN(x)) return { lower: Number.NaN, upper: Number.NaN };
  if (x <= 0) return { lower: -Infinity, upper: 0 };
  if (x === Infinity) return { lower: 0, upper: -Infinity };
  const prefix = logPrefix(x, shape);
  // Below 1 the fraction of a small shape hardly converges; the series does, and loses nothing there.
  if (x <= Math.max(1, shape)) {
    const lower = Math.min(0, prefix + Math.log(series(x, shape)));
    return { lower, upper: logRest(lower) };
  }
  const upper = Math.min(0, prefix - Math.log(fraction(x, shape)));
  return { lower: logRest(upper), upper };
}

/** ln of xᵃ e⁻ˣ/Γ(a). */
function logPrefix(x: number, shape: number): number {
  return 0.5 * Math.log(shape / (2 * Math.PI)) - stirlingError(shape) - deviance(shape, x, shape - x);
}

/** Σ xᵏ/(a(a + 1)…(a + k)). */
function series(x: number, shape: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let k = 1; term > sum * 1e-17; k += 1) {
    term *= x / (shape + k);
    sum += term;
  }
  return sum;
}

/** x + 1 − a − 1(1 − a)/(x + 3 − a − …): the divisor of the upper tail, by Lentz's method. */
function fraction(x: number, shape: number): number {
  const steps = 1000 + 20 * Math.sqrt(shape);
  const offset = x - shape;
  let value = offset + 1;
  let c = value;
  let d = 0;
  for (let k = 1; k <= steps; k += 1) {
    const over = k * (shape - k);
    const under = offset + 2 * k + 1;
    d = 1 / (under + over * d);
    c = under + over / c;
    const change = c * d;
    value *= change;
    if (Math.abs(change - 1) < 1e-16) return value;
  }
  return value;
}

function valid(shape: number): boolean {
  return shape > 0 && shape < Infinity;
}
