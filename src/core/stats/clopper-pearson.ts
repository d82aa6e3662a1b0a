import { betaQuantile, betaUpperQuantile } from './incomplete-beta.ts';
import { type Interval, isLevel, observed } from './interval.ts';

/**
 * The exact interval of a proportion, two-sided: in at least `level` of all samples it holds the truth, whatever the
 * truth is. Wider than Wilson's, and the one to use where a guarantee is stated (statistics.md 1.0).
 *
 * Null when nothing was observed, or for counts that cannot be, or a level outside of 0..1. Relative error below 10⁻¹³.
 *
 * C. J. Clopper, E. S. Pearson, "The use of confidence or fiducial limits", Biometrika 26 (1934).
 *
 * @example clopperPearson(7, 50) // { low: 0.058191700340, high: 0.267396002497 }
 */
export function clopperPearson(hits: number, total: number, level = 0.95): Interval | null {
  if (!isLevel(level)) return null;
  const side = (1 + level) / 2;
  const low = clopperPearsonLower(hits, total, side);
  const high = clopperPearsonUpper(hits, total, side);
  return low === null || high === null ? null : { low, high };
}

/**
 * The one-sided exact upper bound: a truth above it would have shown so few hits in at most 1 − level of all samples.
 * Null as in `clopperPearson`.
 *
 * @example clopperPearsonUpper(0, 299) // 0.009969…: 299 labels without an error certify 1 %, 298 do not
 */
export function clopperPearsonUpper(hits: number, total: number, level = 0.95): number | null {
  if (!observed(hits, total) || !isLevel(level)) return null;
  return hits === total ? 1 : betaUpperQuantile(1 - level, hits + 1, total - hits);
}

/** The one-sided exact lower bound, the mirror of `clopperPearsonUpper`. Null as in `clopperPearson`. */
export function clopperPearsonLower(hits: number, total: number, level = 0.95): number | null {
  if (!observed(hits, total) || !isLevel(level)) return null;
  return hits === 0 ? 0 : betaQuantile(1 - level, hits, total - hits + 1);
}
