import { applyMap, type CalibrationMap } from '../calibration/maps/calibration-map.ts';

const perOne = 1_000_000;
/** Nine digits: fine enough to part all confidences there are, and short enough to be read. */
const digits = 1e9;

/** The map in force after, and the one before; null where it was the raw confidence. */
export type MapChange = { readonly map: CalibrationMap; readonly before: CalibrationMap | null };

/**
 * The bar on the new score that lets the same pass as `value` did on the old one. Binary search over millionths.
 *
 * @example barAfter(0.9, true, { map: { method: 'temperature', temperature: 2 }, before: null }) // 0.75
 */
export function barAfter(value: number, looser: boolean, { map, before }: MapChange): number {
  const first = firstReaching(value, before);
  if (first === null) return Math.max(value, 1);
  const bar = applyMap(map, first / perOne);
  const below = first > 0 ? applyMap(map, (first - 1) / perOne) : Number.NEGATIVE_INFINITY;
  if (below >= bar) return Math.ceil(bar * digits + 1) / digits;
  // Downwards for "at or above", so that what lies exactly at the bar stays on its side.
  const rounded = looser ? Math.floor(bar * digits) / digits : Math.ceil(bar * digits) / digits;
  // Where the map is so flat that nine digits no longer part its values, the number is written out.
  return rounded > below ? rounded : bar;
}

/** The least confidence, in millionths, whose score reaches the value; null when none does. */
function firstReaching(value: number, map: CalibrationMap | null): number | null {
  const scoreAt = (unit: number) => (map ? applyMap(map, unit / perOne) : unit / perOne);
  if (!(scoreAt(perOne) >= value)) return null;
  let [low, high] = [0, perOne];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (scoreAt(middle) >= value) high = middle;
    else low = middle + 1;
  }
  return low;
}
