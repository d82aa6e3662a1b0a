// What all fits ask of their labels before they start.
import type { Levels } from '../observations/levels.ts';
import type { CalibrationMap } from './calibration-map.ts';

export type Fit =
  | { readonly ok: true; readonly map: CalibrationMap }
  | { readonly ok: false; readonly because: string };

/**
 * Why no map with that many parameters can be fitted; null when it can. Where the wrong ones all lie at or below the
 * right ones no finite curve is the best one: the steeper, the better (statistics.md A24).
 */
export function whyNotFit(levels: Levels, distinctNeeded: number): string | null {
  const { count, right } = levels.totals;
  if (count === 0) return 'There are no labels.';
  if (right === 0) return 'Every label is wrong: it takes right and wrong ones to fit a map.';
  if (right === count) return 'Every label is right: it takes right and wrong ones to fit a map.';
  if (levels.unit.length < distinctNeeded)
    return `There are ${levels.unit.length} distinct confidences; this map needs at least ${distinctNeeded}.`;
  return null;
}

/** True when some threshold has all right labels at or above it and all wrong ones at or below. Linear in the levels. */
export function isSeparable(levels: Levels): boolean {
  const firstRight = levels.right.findIndex((right) => right > 0);
  const lastWrong = levels.count.findLastIndex((count, level) => count > (levels.right[level] ?? 0));
  return lastWrong <= firstRight;
}

export const separable =
  'Confidence parts the right from the wrong without exception, so no finite curve fits best. More labels are needed.';
export const notRising = 'More confidence does not go with more right decisions, so no rising map fits.';

export function refuse(because: string): Fit {
  return { ok: false, because };
}
