import type { PolicyDocument } from '../../../core/policies/document.ts';
import { generalMap, type MapChoice } from '../../../core/policies/map-choice.ts';
import type { BySlice } from '../../../core/use-cases/slice.ts';

/** Names the maps of a model version; null takes them away. A policy without any map has no such part at all. */
export function changeCalibration(
  document: PolicyDocument,
  model: string,
  choice: MapChoice | null,
): PolicyDocument {
  const { calibration = {}, ...rest } = document;
  const others = Object.entries(calibration).filter(([name]) => name !== model);
  const maps = choice === null ? others : [...others, [model, choice] as const];
  return maps.length === 0 ? rest : { ...rest, calibration: Object.fromEntries(maps) };
}

/** Another map for all slices that have none of their own; null for none. */
export function withGeneralMap(before: MapChoice | undefined, map: number | null): MapChoice | null {
  if (typeof before !== 'object') return map;
  const { bySlice } = before;
  return map === null ? { bySlice } : { map, bySlice };
}

/** Other maps for slices; without any left, the one for all stays. */
export function withSliceMaps(before: MapChoice | undefined, bySlice: BySlice): MapChoice | null {
  const map = generalMap(before);
  if (Object.keys(bySlice.values).length === 0) return map;
  return map === null ? { bySlice } : { map, bySlice };
}
