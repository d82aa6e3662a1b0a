import type { Static } from 'typebox';
import { type CalibrationSource, calibrationSources } from '../../../contract/calibration.ts';
import { daysIn, startOf } from '../../parts/past-days.ts';
import { usualModel } from '../../parts/usual-model.ts';
import { numberIn, oneOfIn, textIn, uuidIn } from '../../search.ts';

/** Which labels are looked at, as the API asks for them. */
export type Looking = {
  modelVersionId: string;
  source: Static<typeof CalibrationSource>;
  validationSetId?: string;
  from?: string;
  sliceBy?: string;
  slice?: string;
  map?: number;
};

/** What the address may say; the page fills in the rest. */
export type CalibrationSearch = { useCaseId?: string | undefined; days?: number | undefined } & {
  [K in keyof Omit<Looking, 'from'>]?: Looking[K] | undefined;
};

export function readCalibrationSearch(raw: Record<string, unknown>): CalibrationSearch {
  return {
    useCaseId: uuidIn(raw, 'useCaseId'),
    modelVersionId: uuidIn(raw, 'modelVersionId'),
    source: oneOfIn(raw, 'source', calibrationSources),
    validationSetId: uuidIn(raw, 'validationSetId'),
    days: daysIn(raw),
    sliceBy: textIn(raw, 'sliceBy'),
    slice: textIn(raw, 'slice'),
    map: numberIn(raw, 'map'),
  };
}

/**
 * What is looked at: what the address says, made whole. A validation set is only looked at as one, a slice needs a value,
 * and where nothing is said it is everything people judged of the newest model version that decides.
 */
export function lookingOf(
  search: CalibrationSearch,
  models: readonly { modelVersionId: string; state: string; retiredAt: string | null }[],
  nowMs: number,
): Looking | null {
  const model = models.find((one) => one.modelVersionId === search.modelVersionId) ?? usualModel(models);
  if (!model) return null;
  const { source = 'graded', validationSetId, sliceBy, slice, days, map } = search;
  const imported = source === 'validation' && validationSetId !== undefined;
  return {
    modelVersionId: model.modelVersionId,
    source: imported || source !== 'validation' ? source : 'graded',
    ...(imported ? { validationSetId } : null),
    ...(days && !imported ? { from: startOf(days, nowMs) } : null),
    ...(sliceBy && slice ? { sliceBy, slice } : null),
    ...(map ? { map } : null),
  };
}
