import { applyMap, type CalibrationMap } from '../../../core/calibration/maps/calibration-map.ts';
import { type Certified, certify, type NotCertifiable } from '../../../core/certificates/certify.ts';
import { certifySlices, type SlicesAnswer } from '../../../core/certificates/certify-slices.ts';
import type { BadInput, Goal } from '../../../core/certificates/goal.ts';
import {
  type CertifiedInExpectation,
  certifyInExpectation,
  type NotCertifiableInExpectation,
} from '../../../core/certificates/in-expectation.ts';
import {
  certifyJointly,
  type JointlyCertified,
  type NotJointlyCertifiable,
} from '../../../core/certificates/joint-risk.ts';
import type { Label } from '../../../core/certificates/labels.ts';
import { mergeHistograms, type ScoreHistogram } from '../../../core/certificates/ladder.ts';
import type { Question, Statistic, TestPlan, Traffic } from '../../../core/certificates/question.ts';

/** Labels as columns, in the order in which people judged. `slice` is the place of the slice among the histograms. */
export type PackedLabels = {
  readonly confidence: Float64Array;
  readonly wrong: Uint8Array;
  readonly probability: Float64Array;
  readonly slice: Uint32Array;
};

export type PackedHistogram = { readonly confidence: Float64Array; readonly counts: Float64Array };

/** What is to be promised. In expectation there is no delta. */
export type PackedGoal =
  | { readonly promise: 'released' | 'all'; readonly goal: Goal }
  | { readonly promise: 'all-in-expectation'; readonly goal: Pick<Goal, 'target'> };

/** A question as it goes to the thread: arrays and plain data. */
export type PackedQuestion = PackedGoal & PackedEvidence;

type PackedEvidence = {
  readonly statistic: Statistic;
  readonly map: CalibrationMap | null;
  readonly histograms: readonly PackedHistogram[];
  /** Null for one certificate over everything. */
  readonly slices: readonly string[] | null;
  readonly labels: PackedLabels;
  /** Of the time before the window. */
  readonly history: PackedLabels;
  /** The confidences of that time, in the order of `histograms`; null where there were none. */
  readonly earlier: readonly (PackedHistogram | null)[];
  readonly leastProbability: number;
  readonly traffic: Traffic;
};

export type PackedAnswer =
  | { readonly kind: 'whole'; readonly answer: Certified | NotCertifiable | BadInput }
  | { readonly kind: 'slices'; readonly answer: SlicesAnswer | BadInput }
  | { readonly kind: 'all'; readonly answer: OfAll | BadInput };

/** About all decisions, with a confidence or in expectation. */
export type OfAll =
  | JointlyCertified
  | NotJointlyCertifiable
  | CertifiedInExpectation
  | NotCertifiableInExpectation;

/**
 * 50 000 labels take some 100 ms.
 *
 * A test that may look at any time has its steps and starts fixed by the time before the window, so that all its looks are looks
 * at one test, however much of the window has passed.
 */
export function certifyPacked(question: PackedQuestion): PackedAnswer {
  return question.promise === 'released'
    ? certifyReleased(question, question.goal)
    : { kind: 'all', answer: certifyAll(question) };
}

/** By the audit draw alone, looked at once: there is neither history nor plan. */
function certifyAll(question: PackedQuestion): OfAll | BadInput {
  const { map } = question;
  const [histogram = nothing] = question.histograms.map((one) => scored(one, map));
  const evidence = { histogram, labels: labelsOf(question.labels, map, '') };
  return question.promise === 'all-in-expectation'
    ? certifyInExpectation({ ...evidence, target: question.goal.target })
    : certifyJointly({ ...evidence, goal: question.goal });
}

function certifyReleased(question: PackedEvidence, goal: Goal): PackedAnswer {
  const { statistic, slices, leastProbability, traffic, map } = question;
  const histograms = question.histograms.map((histogram) => scored(histogram, map));
  const earlier = question.earlier.map((histogram) => histogram && scored(histogram, map));
  const common = { goal, statistic, leastProbability };
  const [labels, history] = [labelsOf(question.labels, map, ''), labelsOf(question.history, map, 'h')];
  if (slices) {
    const named = <L>(list: readonly L[], { slice }: PackedLabels) =>
      list.map((label, place) => ({ ...label, slice: slices[slice[place] ?? 0] ?? '' }));
    const before = named(history, question.history);
    const answer = certifySlices({
      ...common,
      traffic,
      ...planned(common, mergedOf(earlier), { history, share: forWhole }),
      slices: slices.map((slice, place) => ({
        slice,
        histogram: histograms[place] ?? nothing,
        ...planned(common, earlier[place] ?? null, {
          history: before.filter((label) => label.slice === slice),
          share: (1 - forWhole) / slices.length,
        }),
      })),
      forWhole,
      labels: named(labels, question.labels),
      history: before,
    });
    return { kind: 'slices', answer };
  }
  const [histogram = nothing] = histograms;
  const expected = map ? { expectedError: expectedErrorOf(histogram) } : {};
  const plan = planned(common, earlier[0] ?? null, { history, share: 1 });
  const answer = certify({ ...common, ...expected, ...plan, traffic, histogram, labels, history });
  return { kind: 'whole', answer };
}

/** Half of delta is for the threshold for all, as most slices of a long tail will live by it. */
const forWhole = 0.5;

/** The plan that the time before gives; nothing for a test that looks once, or where there was no traffic. */
function planned(
  { goal, ...common }: Pick<Question, 'goal' | 'statistic' | 'leastProbability'>,
  histogram: ScoreHistogram | null,
  { history, share }: { history: readonly Label[]; share: number },
): { plan?: TestPlan } {
  if (common.statistic === 'exact' || histogram === null) return {};
  const asked = { ...common, goal: { ...goal, delta: goal.delta * share }, histogram, history };
  const answer = certify({ ...asked, labels: [], plannedLabels: history.length });
  return 'plan' in answer ? { plan: answer.plan } : {};
}

function mergedOf(histograms: readonly (ScoreHistogram | null)[]): ScoreHistogram | null {
  const known = histograms.filter((histogram) => histogram !== null);
  return known.length === 0 ? null : mergeHistograms(known);
}

const nothing: ScoreHistogram = { scores: [], counts: [] };

/** A map may give several confidences one score: then they are one cell. */
function scored({ confidence, counts }: PackedHistogram, map: CalibrationMap | null): ScoreHistogram {
  if (!map) return { scores: confidence, counts };
  const [scores, sums]: [number[], number[]] = [[], []];
  for (const [cell, raw] of confidence.entries()) {
    const score = applyMap(map, raw);
    const count = counts[cell] ?? 0;
    if (scores.at(-1) === score) sums[sums.length - 1] = (sums.at(-1) ?? 0) + count;
    else {
      scores.push(score);
      sums.push(count);
    }
  }
  return { scores, counts: sums };
}

/** One grade per decision stands behind each, so its place is as good a name as its id. */
function labelsOf(packed: PackedLabels, map: CalibrationMap | null, prefix: string): Label[] {
  return Array.from(packed.confidence, (confidence, place) => ({
    decisionId: `${prefix}${place}`,
    score: map ? applyMap(map, confidence) : confidence,
    wrong: packed.wrong[place] === 1,
    probability: packed.probability[place] ?? 1,
  }));
}

/** Where there is no history, calibrated confidences say how many errors to expect at or above a threshold. */
function expectedErrorOf({ scores, counts }: ScoreHistogram): (threshold: number) => number {
  const cells = scores.length;
  const [errors, decisions] = [new Float64Array(cells + 1), new Float64Array(cells + 1)];
  for (let cell = cells - 1; cell >= 0; cell -= 1) {
    errors[cell] = (errors[cell + 1] ?? 0) + (counts[cell] ?? 0) * (1 - (scores[cell] ?? 0));
    decisions[cell] = (decisions[cell + 1] ?? 0) + (counts[cell] ?? 0);
  }
  return (threshold) => {
    let [low, high] = [0, cells];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((scores[middle] ?? 0) >= threshold) high = middle;
      else low = middle + 1;
    }
    return (decisions[low] ?? 0) > 0 ? (errors[low] ?? 0) / (decisions[low] ?? 1) : 1;
  };
}
