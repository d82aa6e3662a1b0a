// Largest deviation and range of a Brownian motion on [0, 1]: what a cumulated calibration gap does by chance.
import { normalSf } from '../../stats/normal.ts';

/** Below it the series of the lower tail converges in five terms, above it the one of the upper tail. */
const turn = 1.5;

/**
 * P(sup|B| > x): both tails keep their relative accuracy. Domain x ≥ 0. A few terms.
 *
 * W. Feller, "An Introduction to Probability Theory" II, X.5: (4/π)Σ(−1)^k/(2k+1)·exp(−(2k+1)²π²/(8x²)) for the lower
 * tail; by reflection 4Σ(−1)^k·Q((2k+1)x) for the upper. Known answers: statistics.md A18.
 *
 * @example supremumSf(1) // 0.629222…
 */
export function supremumSf(x: number): number {
  if (!(x > 0)) return 1;
  if (x > turn) return series((k) => 4 * sign(k) * normalSf((2 * k + 1) * x));
  return (
    1 -
    series((k) => {
      const half = k + 0.5;
      return ((2 / Math.PI) * sign(k) * Math.exp(-((half * Math.PI) ** 2) / (2 * x * x))) / half;
    })
  );
}

/**
 * P(max B − min B > x), with B(0) = 0. Domain x ≥ 0. A few terms.
 *
 * W. Feller, "The asymptotic distribution of the range of sums of independent random variables", Ann. Math. Statist. 22
 * (1951): density 8Σ(−1)^(k−1)k²φ(kx), so the upper tail is 8Σ(−1)^(k−1)k·Q(kx). Known answers: A18.
 *
 * @example rangeSf(2) // 0.181494…
 */
export function rangeSf(x: number): number {
  if (!(x > 0)) return 1;
  if (x > turn) return series((k) => 8 * sign(k) * (k + 1) * normalSf((k + 1) * x));
  return (
    1 -
    series((k) => {
      const square = ((k + 0.5) * Math.PI) ** 2;
      return (8 / (x * x) + 2 / square) * Math.exp((-2 * square) / (x * x));
    })
  );
}

/** Terms shrink faster than geometrically from the first one on; the sum stops when they no longer count. */
function series(term: (k: number) => number): number {
  let sum = 0;
  for (let k = 0; k < 100; k += 1) {
    const next = term(k);
    sum += next;
    if (Math.abs(next) <= 1e-18 * Math.abs(sum)) break;
  }
  return sum;
}

function sign(k: number): number {
  return k % 2 === 0 ? 1 : -1;
}
