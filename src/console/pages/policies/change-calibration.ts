import type { PolicyDocument } from '../../../core/policies/document.ts';

/** Names the map of a model version; null takes it away. A policy without any map has no such part at all. */
export function changeCalibration(
  document: PolicyDocument,
  model: string,
  map: number | null,
): PolicyDocument {
  const { calibration = {}, ...rest } = document;
  const others = Object.entries(calibration).filter(([name]) => name !== model);
  const maps = map === null ? others : [...others, [model, map] as const];
  return maps.length === 0 ? rest : { ...rest, calibration: Object.fromEntries(maps) };
}
