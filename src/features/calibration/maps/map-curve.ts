import { applyMap, type CalibrationMap } from '../../../core/calibration/maps/calibration-map.ts';

/** Enough for a smooth line on a screen. */
const steps = 100;

/** Points of a map from 0 to 1, its knots among them, for drawing. */
export function mapCurve(map: CalibrationMap): [number, number][] {
  const places = new Set(Array.from({ length: steps + 1 }, (_, step) => step / steps));
  if (map.method === 'isotonic') for (const knot of map.confidence) places.add(knot);
  return [...places].sort((a, b) => a - b).map((place) => [place, applyMap(map, place)]);
}
