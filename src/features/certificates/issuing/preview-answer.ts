import type { Static } from 'typebox';
import type * as contract from '../../../contract/certificates.ts';
import type { AuditPlan } from '../../../core/certificates/audit-plan.ts';
import type { Certified, LadderRow, NotCertifiable } from '../../../core/certificates/certify.ts';
import type { SliceAnswer, SlicesAnswer } from '../../../core/certificates/certify-slices.ts';
import { nothingPasses } from '../../../core/certificates/fallback-value.ts';
import type { Terms } from '../../../core/certificates/promise.ts';
import type { Statistic, Traffic } from '../../../core/certificates/question.ts';
import { reviewLoad } from '../../../core/certificates/review-load.ts';
import type { BySlice } from '../../../core/use-cases/slice.ts';
import { certifiedSentence, neededSentence, notCertifiableSentence } from '../certificate-sentences.ts';
import { noSlice } from './pack-question.ts';

type Preview = contract.CertificatePreview;
export type CertifiedPreview = Extract<Preview, { outcome: 'certified' }>;
type Slices = Static<typeof contract.CertificateSlice>[];

/** What the answer is told with, beside what the core said. */
export type Told = {
  readonly terms: Terms;
  readonly statistic: Statistic;
  readonly traffic: Traffic;
  readonly population: number;
  readonly reviewsPerDayNow: number;
  /** By place of the slice. */
  readonly populations: readonly number[];
  readonly sliceBy: string | null;
  readonly from: Date;
  readonly before: Date;
  readonly at: Date;
  readonly labels: CertifiedPreview['labels'];
  readonly looks: number;
};

/** One certificate over everything. */
export function answerWhole(answer: Certified | NotCertifiable, told: Told): Preview {
  return answer.ok
    ? certified({ ...answer, ladder: answer.ladder.map(stepOf), bySlice: null, slices: [] }, told)
    : notCertifiable(answer, [], told);
}

/**
 * Every slice has its own threshold, and a slice without a proof is held. The general value is for decisions without the field
 * where there are any, and for slices that this window did not see.
 */
export function answerSlices(answer: SlicesAnswer, told: Told): Preview {
  const slices = slicesOf(answer, told.populations);
  const { whole } = answer;
  const released = answer.slices.filter(({ threshold }) => threshold !== null);
  const base = whole?.ok ? whole : released.map(({ own }) => own).find((own) => own.ok);
  if (!base?.ok || released.length === 0) return notCertifiable(whole ?? hardest(answer), slices, told);
  const sum = (count: (slice: SliceAnswer) => number) =>
    answer.slices.reduce((total, one) => total + count(one), 0);
  return certified(
    {
      ...base,
      ladder: base.ladder.map(stepOf),
      threshold: generalOf(answer),
      bySlice: bySliceOf(answer, told.sliceBy),
      slices,
      coverage: answer.coverage,
      n: sum(({ n }) => n),
      k: sum(({ k }) => k),
      upper: answer.boundForAll,
    },
    told,
  );
}

/** What is proven of decisions without the field; where all have it, the strictest threshold that releases anything. */
function generalOf({ slices }: SlicesAnswer): number {
  const without = slices.find(({ slice }) => slice === noSlice);
  if (without) return without.threshold ?? nothingPasses;
  return Math.max(...slices.flatMap(({ threshold }) => threshold ?? []));
}

function bySliceOf({ slices }: SlicesAnswer, by: string | null): BySlice | null {
  const named = slices.filter(({ slice }) => slice !== noSlice);
  if (by === null || named.length === 0) return null;
  return {
    by,
    values: Object.fromEntries(named.map(({ slice, threshold }) => [slice, threshold ?? nothingPasses])),
  };
}

type Bars = Pick<
  CertifiedPreview,
  'threshold' | 'coverage' | 'n' | 'k' | 'p' | 'deltaSpent' | 'ladder' | 'upper' | 'bySlice' | 'slices'
>;

export function certified(bars: Bars, told: Told): CertifiedPreview {
  const { threshold, bySlice, coverage, n, k, upper, p, deltaSpent, ladder, slices } = bars;
  return {
    outcome: 'certified',
    ...windowOf(told),
    ...{ threshold, bySlice, coverage, n, k, upper, p, deltaSpent, ladder, slices },
    load: loadOf(coverage, told),
    labels: told.labels,
    looks: told.looks,
    sentence: certifiedSentence(told.terms, { threshold, bySlice, coverage }),
  };
}

function notCertifiable(answer: NotCertifiable | Certified, slices: Slices, told: Told): Preview {
  return {
    outcome: 'not-certifiable',
    ...windowOf(told),
    needed: neededOf(answer, told),
    ladder: answer.ladder.map(stepOf),
    slices,
    labels: told.labels,
    sentence: notCertifiableSentence(told.terms),
  };
}

export function windowOf({ from, before, statistic, terms: { promise } }: Told) {
  return { promise, from: from.toISOString(), before: before.toISOString(), statistic };
}

function stepOf({
  threshold,
  coverage,
  n,
  k,
  upper,
  p,
  certified,
}: LadderRow): CertifiedPreview['ladder'][number] {
  return { threshold, coverage, n, k, upper, p, passed: certified };
}

function loadOf(coverage: number, { population, traffic, reviewsPerDayNow }: Told): CertifiedPreview['load'] {
  const { perDay, low, high } = reviewLoad(coverage, { population, traffic });
  const { decisionsPerDay } = traffic;
  return {
    reviewsPerDay: perDay,
    interval: { low: low * decisionsPerDay, high: high * decisionsPerDay },
    reviewsPerDayNow,
  };
}

const outcomes = { own: 'certified', inherited: 'inherited', held: 'not-certifiable' } as const;

function slicesOf(answer: SlicesAnswer, populations: readonly number[]): Slices {
  return answer.slices.map(({ slice, basis, threshold, coverage, n, k, upper }, place) => ({
    ...{ value: slice, outcome: outcomes[basis], threshold, n, k, upper },
    coverage: threshold === null ? null : coverage,
    population: populations[place] ?? 0,
  }));
}

/** Where no certificate over everything was tried: the slice with the most labels tells what is missing. */
function hardest({ slices }: SlicesAnswer): NotCertifiable | Certified {
  const [most] = slices.toSorted((one, other) => other.n - one.n);
  if (!most) throw new Error('a certificate by slices has no slice');
  return most.own;
}

const dayMs = 86_400_000;

/** More labels, and when they could be there: at the audit rate of today, or at the least that has them within a month. */
function neededOf(
  answer: NotCertifiable | Certified,
  { traffic, at }: Told,
): Static<typeof contract.LabelsNeeded> {
  if (answer.ok) {
    const none = { labels: null, have: answer.n, assumedError: null, bestThreshold: answer.threshold };
    return {
      ...none,
      auditRate: null,
      at: null,
      sentence: 'One threshold for all can be certified, but none for a slice: ask without slices.',
    };
  }
  const { bestThreshold, labelsNeeded, labelsMissing, expectedError, auditPlan, ladder } = answer;
  const have = ladder.find(({ threshold }) => threshold === bestThreshold)?.n ?? 0;
  const soon = soonOf(auditPlan);
  return {
    labels: labelsNeeded,
    have,
    assumedError: expectedError,
    bestThreshold,
    ...dateOf(soon, at),
    sentence: neededSentence({ labelsMissing, expectedError, ...soon, now: traffic.auditRate }),
  };
}

/** How long it takes at the audit rate of today, and the rate that has the labels within a month. */
export function soonOf(plan: AuditPlan | null): { days: number | null; rate: number | null } {
  const month = plan?.rates.find(({ days, auditRate }) => auditRate !== null && days >= 30);
  return { days: plan?.daysAtThisRate ?? null, rate: month?.auditRate ?? null };
}

export function dateOf({ days, rate }: ReturnType<typeof soonOf>, at: Date) {
  const never = days === null || days > 3650;
  return { auditRate: rate, at: never ? null : new Date(at.getTime() + days * dayMs).toISOString() };
}
