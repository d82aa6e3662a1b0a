import { gammaQuantile, gammaUpperQuantile } from './incomplete-gamma.ts';
import { type Interval, isLevel } from './interval.ts';

/**
 * The exact interval of the mean of a Poisson count, two-sided; for a rate, divide both ends by what was watched.
 *
 * Unlike a proportion, a count of 0 says something: with 95 % the mean is below 3.69. Null for counts that are not
 * whole and ≥ 0, or a level outside of 0..1.
 *
 * F. Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936).
 *
 * @example garwood(12) // { low: 6.2005…, high: 20.9615… }; of 48 000 that is 1.29 to 4.37 per 10 000
 */
export function garwood(count: number, level = 0.95): Interval | null {
  if (!isLevel(level)) return null;
  const side = (1 + level) / 2;
  const low = garwoodLower(count, side);
  const high = garwoodUpper(count, side);
  return low === null || high === null ? null : { low, high };
}

/**
 * The one-sided exact upper bound of the mean. Null as in `garwood`.
 *
 * @example garwoodUpper(0) // 2.9957…, the "rule of three"
 */
export function garwoodUpper(count: number, level = 0.95): number | null {
  return valid(count, level) ? gammaUpperQuantile(1 - level, count + 1) : null;
}

/** The one-sided exact lower bound of the mean. Null as in `garwood`. */
export function garwoodLower(count: number, level = 0.95): number | null {
  if (!valid(count, level)) return null;
  return count === 0 ? 0 : gammaQuantile(1 - level, count);
}

function valid(count: number, level: number): boolean {
  return Number.isSafeInteger(count) && count >= 0 && isLevel(level);
}
