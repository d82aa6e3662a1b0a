import type { CertificatePreview } from '../../../contract/certificates.ts';
import { type Promised, promises } from '../../../core/certificates/promise.ts';
import { type Statistic, statistics } from '../../../core/certificates/question.ts';
import type { MapChoice } from '../../../core/policies/map-choice.ts';
import { daysIn, startOf } from '../../parts/past-days.ts';
import { usualModel } from '../../parts/usual-model.ts';
import { numberIn, oneOfIn, textIn, uuidIn } from '../../search.ts';

/** What is asked of the preview, as far as the address says it. */
export type CertificateSearch = {
  useCaseId?: string | undefined;
  modelVersionId?: string | undefined;
  threshold?: string | undefined;
  map?: number | undefined;
  sliceBy?: string | undefined;
  promise?: Promised | undefined;
  targetError?: number | undefined;
  confidenceLevel?: number | undefined;
  days?: number | undefined;
  statistic?: Statistic | undefined;
  /** What one review costs, in the reader's own currency. */
  reviewCost?: number | undefined;
};

export function readCertificateSearch(raw: Record<string, unknown>): CertificateSearch {
  return {
    useCaseId: uuidIn(raw, 'useCaseId'),
    modelVersionId: uuidIn(raw, 'modelVersionId'),
    threshold: textIn(raw, 'threshold'),
    map: numberIn(raw, 'map'),
    sliceBy: textIn(raw, 'sliceBy'),
    promise: oneOfIn(raw, 'promise', promises),
    targetError: numberIn(raw, 'targetError'),
    confidenceLevel: numberIn(raw, 'confidenceLevel'),
    days: daysIn(raw),
    statistic: oneOfIn(raw, 'statistic', statistics),
    reviewCost: numberIn(raw, 'reviewCost'),
  };
}

export type Question = {
  modelVersionId: string;
  threshold: string;
  map: number | null;
  sliceBy: string | null;
  promise: Promised;
  targetError: number;
  confidenceLevel: number | null;
  from?: string;
  statistic: Statistic;
};

/** The question about what its preview was made of: the same window, and no label that came in since. */
export function asShown(
  question: Question,
  { from, before, labels }: Pick<CertificatePreview, 'from' | 'before' | 'labels'>,
) {
  return { ...question, from, before, ...(labels.upTo === null ? null : { labelsUpTo: labels.upTo }) };
}

/** The limits that can be chosen, the strictest first. */
export const targetErrors = [0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.08, 0.1, 0.15, 0.2] as const;
export const usualTargetError = 0.02;
export const usualConfidenceLevel = 0.95;
export const usualReviewCost = 0.75;

/** What the policy in force says of a model version: which threshold it has, on which map it stands, what is audited. */
export type InForce = {
  thresholds?: readonly { name: string }[] | undefined;
  calibration?: Readonly<Record<string, MapChoice>> | undefined;
  audit?: { rate: number; strata?: readonly { rate: number }[] | undefined } | undefined;
};

/** The question made whole: what the address leaves open is taken from the policy in force. */
export function questionOf(
  search: CertificateSearch,
  models: readonly { modelVersionId: string; name: string; state: string; retiredAt: string | null }[],
  { policy, nowMs }: { policy: InForce | null; nowMs: number },
): Question | null {
  const model = models.find((one) => one.modelVersionId === search.modelVersionId) ?? usualModel(models);
  if (!model) return null;
  const promise = search.promise ?? 'released';
  const ofReleased = promise === 'released';
  return {
    modelVersionId: model.modelVersionId,
    threshold: search.threshold ?? policy?.thresholds?.[0]?.name ?? 'release',
    map: search.map === undefined ? mapForAll(policy?.calibration?.[model.name]) : search.map || null,
    // A promise about all decisions is made for all of them as one, by the audit draw; what was chosen comes back with the other.
    sliceBy: ofReleased ? (search.sliceBy ?? null) : null,
    promise,
    targetError: within(search.targetError ?? usualTargetError),
    confidenceLevel:
      promise === 'all-in-expectation' ? null : within(search.confidenceLevel ?? usualConfidenceLevel),
    ...(search.days ? { from: startOf(search.days, nowMs) } : null),
    statistic: ofReleased ? (search.statistic ?? usualStatistic(policy)) : 'exact',
  };
}

/** A certificate stands on one map for all decisions; where maps differ by slice there is none to begin with. */
export function mapForAll(choice: MapChoice | undefined): number | null {
  return typeof choice === 'number' ? choice : null;
}

/** The one that takes the fewest labels; counts of labels prove nothing where strata are drawn at rates of their own. */
function usualStatistic(policy: InForce | null): Statistic {
  const { rate, strata = [] } = policy?.audit ?? { rate: 0 };
  return strata.every((stratum) => stratum.rate === rate) ? 'exact' : 'betting';
}

/** Strictly between 0 and 1, as the server wants it. */
function within(share: number): number {
  return Math.min(0.9999, Math.max(0.0001, share));
}
