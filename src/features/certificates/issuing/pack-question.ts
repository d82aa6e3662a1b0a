import type { CalibrationMap } from '../../../core/calibration/maps/calibration-map.ts';
import type { Terms } from '../../../core/certificates/promise.ts';
import type { Statistic } from '../../../core/certificates/question.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { PackedGoal, PackedLabels, PackedQuestion } from '../../feedback/calculating/certify-packed.ts';
import type { GradeGroup } from '../../feedback/load-grades.ts';
import { drawRates, refuseDesign } from './draw-rates.ts';
import type { Evidence } from './evidence.ts';

export type AskedGoal = Terms & {
  readonly statistic: Statistic;
  readonly map: CalibrationMap | null;
};

/** More slices share out the confidence until none has any. */
const mostSlices = 50;

/** Labels of the time before choose where to begin and prove nothing; more of them choose no better. */
const mostHistory = 10_000;

/** What decisions without a value are called. */
export const noSlice = '';

/** The question for the core, or the refusal that says what the labels of this window cannot carry. */
export function packQuestion(evidence: Evidence, asked: AskedGoal): PackedQuestion {
  const { statistic, map } = asked;
  const { histograms, earlierHistograms, window, population, days } = evidence;
  const draws = drawRates(evidence);
  refuseDesign(evidence, draws, asked);
  const slices = histograms.map(({ slice }) => slice ?? noSlice);
  if (window.sliceBy !== null && slices.length > mostSlices)
    throw tooManySlices(window.sliceBy, slices.length);
  const decisions = population.reduce((sum, group) => sum + group.decisions, 0);
  const drawn = population.reduce((sum, group) => sum + group.decisions * draws.rateOf(group), 0);
  return {
    ...goalOf(asked),
    statistic,
    map,
    histograms: histograms.map(({ confidence, counts }) => ({ confidence, counts })),
    earlier: histograms.map(({ slice }) => {
      const before = earlierHistograms.find((histogram) => histogram.slice === slice);
      return before ? { confidence: before.confidence, counts: before.counts } : null;
    }),
    slices: window.sliceBy === null ? null : slices,
    ...labelsFor(evidence, statistic),
    leastProbability: Math.min(1, ...population.map(({ probability }) => probability)),
    traffic: { decisionsPerDay: decisions / days, auditRate: decisions === 0 ? 0 : drawn / decisions },
  };
}

function goalOf({ promise, targetError: target, confidenceLevel }: AskedGoal): PackedGoal {
  if (promise === 'all-in-expectation') return { promise, goal: { target } };
  if (confidenceLevel === null) throw new Error(`the promise ${promise} has no confidence level`);
  // Rounded, so that 0.95 makes 0.05 and not 0.050000000000000044.
  return { promise, goal: { target, delta: Number((1 - confidenceLevel).toPrecision(12)) } };
}

/** The groups whose labels a statistic may use. Plain counts take the draw alone (statistics.md 3.6). */
export function usedGroups(groups: readonly GradeGroup[], statistic: Statistic): GradeGroup[] {
  return groups.filter(({ audited, routed }) => audited || (statistic === 'betting' && routed));
}

type Packed = { readonly labels: PackedLabels; readonly history: PackedLabels };
type Draw = 'draw' | 'all';
const packed = new WeakMap<Evidence, Map<Draw, Packed>>();

/** Packed once per evidence: a slider only moves the goal. */
function labelsFor(evidence: Evidence, statistic: Statistic): Packed {
  const which: Draw = statistic === 'betting' ? 'all' : 'draw';
  const known = packed.get(evidence) ?? new Map<Draw, Packed>();
  packed.set(evidence, known);
  const { rateOf } = drawRates(evidence);
  const probabilityOf = (group: GradeGroup) => (which === 'all' ? group.probability : rateOf(group));
  const places = new Map(evidence.histograms.map(({ slice }, place) => [slice, place]));
  const pack = (groups: readonly GradeGroup[], most?: number) =>
    packLabels(usedGroups(groups, statistic), { probabilityOf, places, ...(most ? { most } : {}) });
  const made = known.get(which) ?? {
    labels: pack(evidence.grades),
    // Their probabilities prove nothing and are not looked at, but a rate of 0 would be refused.
    history: withAnyProbability(pack(evidence.history, mostHistory)),
  };
  known.set(which, made);
  return made;
}

function packLabels(
  groups: readonly GradeGroup[],
  parts: {
    probabilityOf: (group: GradeGroup) => number;
    places: ReadonlyMap<string | null, number>;
    most?: number;
  },
): PackedLabels {
  const known = groups.filter(({ slice }) => parts.places.has(slice));
  const length = known.reduce((sum, { count }) => sum + count, 0);
  const labels = {
    confidence: new Float64Array(length),
    wrong: new Uint8Array(length),
    probability: new Float64Array(length),
    slice: new Uint32Array(length),
  };
  const details = known.map((group) => ({
    probability: parts.probabilityOf(group),
    slice: parts.places.get(group.slice) ?? 0,
  }));
  let place = 0;
  // As they arrived: bets are made on what came before.
  for (const [group, row] of merged(known)) {
    labels.confidence[place] = known[group]?.confidence[row] ?? 0;
    labels.wrong[place] = known[group]?.wrong[row] ?? 0;
    labels.probability[place] = details[group]?.probability ?? 1;
    labels.slice[place] = details[group]?.slice ?? 0;
    place += 1;
  }
  return parts.most === undefined ? labels : lastOf(labels, parts.most);
}

/** Group and row of every grade, by position; each group is in order already. */
function* merged(groups: readonly GradeGroup[]): Generator<readonly [number, number]> {
  const heads = groups.map(() => 0);
  for (;;) {
    let [first, least] = [-1, Number.POSITIVE_INFINITY];
    for (const [place, { position }] of groups.entries()) {
      const at = position[heads[place] ?? 0];
      if (at !== undefined && at < least) [first, least] = [place, at];
    }
    if (first < 0) return;
    yield [first, heads[first] ?? 0];
    heads[first] = (heads[first] ?? 0) + 1;
  }
}

function lastOf({ confidence, wrong, probability, slice }: PackedLabels, most: number): PackedLabels {
  return {
    confidence: confidence.slice(-most),
    wrong: wrong.slice(-most),
    probability: probability.slice(-most),
    slice: slice.slice(-most),
  };
}

function withAnyProbability(labels: PackedLabels): PackedLabels {
  return { ...labels, probability: labels.probability.map((probability) => probability || 1) };
}

function tooManySlices(sliceBy: string, count: number): Refusal {
  return new Refusal('unprocessable', 'labels.bad-slice', `${sliceBy} has ${count} values in this window.`, {
    todo: `Choose a field with at most ${mostSlices} values, or no slices.`,
  });
}
