import type { Replay } from '../../../contract/replays.ts';
import { type Score, scores } from '../../../core/replay/score.ts';
import { numberIn, oneOfIn, textIn, uuidIn } from '../../search.ts';

export const windows = [
  { value: 'hour', label: 'the last hour', ms: 3_600_000 },
  { value: 'day', label: 'the last day', ms: 86_400_000 },
  { value: 'week', label: 'the last 7 days', ms: 7 * 86_400_000 },
  { value: 'month', label: 'the last 30 days', ms: 30 * 86_400_000 },
  { value: 'quarter', label: 'the last 90 days', ms: 90 * 86_400_000 },
] as const;
export type Window = (typeof windows)[number]['value'];

const windowNames = ['hour', 'day', 'week', 'month', 'quarter'] as const;

export type ReplaySearch = {
  useCaseId?: string | undefined;
  /** What is replayed; by default the newest draft, else the version in force. */
  policyVersionId?: string | undefined;
  baseline?: string | undefined;
  window?: Window | undefined;
  sliceBy?: string | undefined;
  /** What an hour of review costs, in the reader's own currency. */
  hourlyRate?: number | undefined;
  /** The score whose thresholds are swept; nothing is swept without one. */
  score?: Score | undefined;
  /** The model version that is swept; all of them without one. */
  modelVersionId?: string | undefined;
};

export const usualWindow: Window = 'week';
export const usualHourlyRate = 30;

export function readReplaySearch(raw: Record<string, unknown>): ReplaySearch {
  return {
    useCaseId: uuidIn(raw, 'useCaseId'),
    policyVersionId: uuidIn(raw, 'policyVersionId'),
    baseline: uuidIn(raw, 'baseline'),
    window: oneOfIn(raw, 'window', windowNames),
    sliceBy: textIn(raw, 'sliceBy'),
    hourlyRate: numberIn(raw, 'hourlyRate'),
    score: oneOfIn(raw, 'score', scores),
    modelVersionId: uuidIn(raw, 'modelVersionId'),
  };
}

/** The window as two times, up to now. */
export function timesOf(window: Window, nowMs: number): { from: string; before: string } {
  const ms = windows.find((one) => one.value === window)?.ms ?? 0;
  return { from: new Date(nowMs - ms).toISOString(), before: new Date(nowMs).toISOString() };
}

/** The same question once more, over the window of that length that ends now. */
export function askedAgain({
  useCaseId,
  draft,
  baseline,
  sliceBy,
  from,
  before,
}: Pick<Replay, 'useCaseId' | 'draft' | 'baseline' | 'sliceBy' | 'from' | 'before'>): ReplaySearch {
  const ms = Date.parse(before) - Date.parse(from);
  return {
    useCaseId,
    policyVersionId: draft?.policyVersionId,
    baseline: baseline === 'recorded' ? undefined : baseline.policyVersionId,
    window: (windows.find((one) => one.ms >= ms) ?? windows.at(-1))?.value,
    sliceBy: sliceBy ?? undefined,
  };
}
