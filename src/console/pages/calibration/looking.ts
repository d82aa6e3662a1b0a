import type { Static } from 'typebox';
import { type CalibrationSource, calibrationSources } from '../../../contract/calibration.ts';
import { numberIn, oneOfIn, textIn, timeIn, uuidIn } from '../../search.ts';

/** Which labels are looked at, as the API asks for them. */
export type Looking = {
  modelVersionId: string;
  source: Static<typeof CalibrationSource>;
  validationSetId?: string;
  from?: string;
  before?: string;
  sliceBy?: string;
  slice?: string;
  map?: number;
};

/** What the address may say; the page fills in the rest. */
export type CalibrationSearch = { useCaseId?: string | undefined } & {
  [K in keyof Looking]?: Looking[K] | undefined;
};

export function readCalibrationSearch(raw: Record<string, unknown>): CalibrationSearch {
  return {
    useCaseId: uuidIn(raw, 'useCaseId'),
    modelVersionId: uuidIn(raw, 'modelVersionId'),
    source: oneOfIn(raw, 'source', calibrationSources),
    validationSetId: uuidIn(raw, 'validationSetId'),
    from: timeIn(raw, 'from'),
    before: timeIn(raw, 'before'),
    sliceBy: textIn(raw, 'sliceBy'),
    slice: textIn(raw, 'slice'),
    map: numberIn(raw, 'map'),
  };
}

/**
 * What is looked at: what the address says, made whole. A validation set is only looked at as one, a slice needs a value,
 * and where nothing is said it is everything people judged of the newest model version.
 */
export function lookingOf(
  search: CalibrationSearch,
  models: readonly { modelVersionId: string }[],
): Looking | null {
  const modelVersionId =
    models.find((one) => one.modelVersionId === search.modelVersionId)?.modelVersionId ??
    models[0]?.modelVersionId;
  if (modelVersionId === undefined) return null;
  const { source = 'graded', validationSetId, sliceBy, slice, from, before, map } = search;
  const imported = source === 'validation' && validationSetId !== undefined;
  return {
    modelVersionId,
    source: imported || source !== 'validation' ? source : 'graded',
    ...(imported ? { validationSetId } : null),
    ...(from && !imported ? { from } : null),
    ...(before && !imported ? { before } : null),
    ...(sliceBy && slice ? { sliceBy, slice } : null),
    ...(map ? { map } : null),
  };
}
