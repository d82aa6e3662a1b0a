import type { Static } from 'typebox';
import type * as contract from '../../../contract/calibration.ts';
import type { Candidate, Selection } from '../../../core/calibration/select-map.ts';
import type { NamedSlice } from '../../../core/policies/map-choice.ts';
import type { Db } from '../../../db/database.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { calculate } from '../../feedback/calculating/calculate.ts';
import type { Window } from '../../feedback/window.ts';
import { type AskedLabels, type Labels, labelsOf } from '../labels-of.ts';
import { mapCurve } from './map-curve.ts';
import { mapInForce } from './queries.ts';

export type FitAnswer = Static<typeof contract.CalibrationFit>;

export type Fitted = { readonly labels: Labels; readonly selection: Selection };

/** Fits every method and compares each with the map in force, or with the raw confidence. Stores nothing. */
export async function fitCalibration(db: Db, asked: AskedLabels): Promise<FitAnswer> {
  const { labels, selection } = await fit(db, asked);
  const { window } = labels;
  return {
    modelVersionId: asked.modelVersionId,
    source: asked.source,
    validationSetId: asked.validationSetId ?? null,
    from: window.from?.toISOString() ?? null,
    before: window.before?.toISOString() ?? null,
    slice: sliceOf(window),
    labels: labels.counts,
    selected: selection.map ? selection.chosen : null,
    sentence: selection.because,
    proposals: selection.candidates.map((candidate) => proposalOf(candidate, selection)),
  };
}

function sliceOf({ sliceBy, slice }: Window): NamedSlice | null {
  return sliceBy === null || slice === null ? null : { by: sliceBy, value: slice };
}

/** The comparison itself, for those who keep a map of it. The same labels give the same maps. */
export async function fit(db: Db, asked: AskedLabels): Promise<Fitted> {
  const labels = await labelsOf(db, asked);
  if (labels.columns.confidence.length === 0) {
    throw new Refusal('unprocessable', 'calibration.no-labels', 'There is nothing to fit a map to.', {
      todo: `${labels.counts.notes.join(' ')} Widen the window, or import a validation set.`,
    });
  }
  const { modelVersionId } = asked;
  const inForce = (await mapInForce(db, { modelVersionId, slice: sliceOf(labels.window) })) ?? {
    method: 'identity',
  };
  return { labels, selection: await calculate('selectMap', { columns: labels.columns, inForce }) };
}

const parameterCounts = { temperature: 1, platt: 2, beta: 3 } as const;

function proposalOf(
  candidate: Candidate,
  { map, chosen, before }: Selection,
): FitAnswer['proposals'][number] {
  const { method } = candidate;
  if (!candidate.eligible) {
    const nothing = {
      parameters: null,
      parameterCount: null,
      logLoss: null,
      smoothEce: null,
      improvement: null,
    };
    return { method, because: candidate.because, ...nothing, selected: false, curve: [] };
  }
  const { value, low, high } = candidate.improvement;
  return {
    method,
    because: null,
    parameters: candidate.map as Static<typeof contract.MapParameters>, // plain data
    parameterCount:
      candidate.map.method === 'isotonic'
        ? candidate.map.confidence.length
        : parameterCounts[candidate.map.method as keyof typeof parameterCounts], // the others that are fitted
    logLoss: { before: before?.logLoss ?? null, after: candidate.logLoss },
    smoothEce: { before: before?.smoothError ?? null, after: candidate.smoothError },
    improvement: { value, low, high },
    selected: map !== null && method === chosen,
    curve: mapCurve(candidate.map),
  };
}
