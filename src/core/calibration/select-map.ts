// Which calibration map to propose, if any.
import { openRandom } from '../stats/random.ts';
import { applyMap, type CalibrationMap, type CalibrationMethod } from './maps/calibration-map.ts';
import { type Difference, lossDifference, lossesPerLabel } from './maps/compare-losses.ts';
import { fitBeta } from './maps/fit-beta.ts';
import { fitIsotonic } from './maps/fit-isotonic.ts';
import { fitPlatt } from './maps/fit-platt.ts';
import { fitTemperature } from './maps/fit-temperature.ts';
import { type Fitter, foldsOf, holdOut, type Split, splitsOf } from './maps/hold-out.ts';
import { smoothError } from './measures/smooth-error.ts';
import { levelsOf, type Totals } from './observations/levels.ts';
import { type Columns, usableColumns } from './observations/observations.ts';
import { labelsOf, tallyOf } from './observations/tally.ts';

export type FittedMethod = Exclude<CalibrationMethod, 'identity'>;

/** Of the labels, each seen through a map that was fitted without it. */
export type HeldOutQuality = { readonly logLoss: number; readonly smoothError: number };

export type Candidate =
  | { readonly method: FittedMethod; readonly eligible: false; readonly because: string }
  | ({
      readonly method: FittedMethod;
      readonly eligible: true;
      /** Fitted to all labels. */
      readonly map: CalibrationMap;
      /** How much log-loss it saves against the map in force, in nats per decision, with the 95 % interval. */
      readonly improvement: Difference;
    } & HeldOutQuality);

export type Selection = {
  /** The proposal; null when nothing is shown to be better than the map in force. */
  readonly map: CalibrationMap | null;
  /** The method the rule picked, adopted or not; null when none was eligible. */
  readonly chosen: FittedMethod | null;
  readonly because: string;
  readonly before: HeldOutQuality | null;
  readonly after: HeldOutQuality | null;
  readonly improvement: Difference | null;
  readonly candidates: readonly Candidate[];
  /** From the lowest to the highest confidence that has a label; beyond it a map only continues. */
  readonly range: { readonly low: number; readonly high: number } | null;
  readonly count: number;
  readonly effective: number;
  readonly unusable: number;
};

/**
 * From fewer to more parameters, with the effective labels from which each may be fitted (statistics.md 1.13). Those
 * with fewer parameters stay in the race above their usual range: the rule below retires them.
 */
const methods: readonly { method: FittedMethod; fit: Fitter; least: number }[] = [
  { method: 'temperature', fit: fitTemperature, least: 30 },
  { method: 'platt', fit: fitPlatt, least: 200 },
  { method: 'beta', fit: fitBeta, least: 500 },
  { method: 'isotonic', fit: fitIsotonic, least: 2000 },
];
/** Ten right and ten wrong labels leave two of each in every fold. */
const fewestOfEach = 10;

/**
 * Fits every method the labels allow and proposes at most one map: five folds, weighted log-loss of the labels held out,
 * then the method with the fewest parameters within one standard error of the best one; and never a map whose improvement
 * on the one in force is not certain at 95 %.
 *
 * The standard error is that of the difference to the best on the same labels: the one of the loss itself is ten times as
 * large and would always take the smallest map. (One-standard-error rule: L. Breiman et al., "Classification and
 * Regression Trees", 1984, 3.4.3; paired.) The same labels and seed give the same bits in any order. 100,000 labels
 * take about a second.
 *
 * @example selectMap(columns, { seed: 1 }).because // 'The temperature map saves log-loss on labels it was not fitted to, …'
 */
export function selectMap(
  columns: Columns,
  { seed, inForce = { method: 'identity' } }: { seed: number | bigint; inForce?: CalibrationMap },
): Selection {
  const usable = usableColumns(columns);
  const labels = labelsOf(tallyOf(usable.columns));
  const { totals } = levelsOf(tallyOf(labels));
  const { confidence, correct, weight } = usable.unusable;
  const splits = splitsOf(labels, foldsOf(labels.confidence.length, openRandom(seed)));
  const before = labels.confidence.map((one) => applyMap(inForce, one));
  const trials = methods.map((method) => tryMethod(method, { labels, totals, splits, before }));
  return {
    ...decide(labels, trials),
    before: totals.count === 0 ? null : qualityOf(labels, before),
    candidates: trials.map(({ candidate }) => candidate),
    range: rangeOf(labels),
    count: totals.count,
    effective: totals.effective,
    unusable: confidence + correct + weight,
  };
}

/** Labels stand in the order of their confidence. */
function rangeOf({ confidence }: Columns): Selection['range'] {
  const [low, high] = [confidence.at(0), confidence.at(-1)];
  return low === undefined || high === undefined ? null : { low, high };
}

/** What all methods are tried on: labels in the order of a tally, and what the map in force says of each. */
type Setting = {
  readonly labels: Columns;
  readonly totals: Totals;
  readonly splits: readonly Split[];
  readonly before: Float64Array;
};

/** A candidate with what each label held out cost it; no losses where it was not eligible. */
type Trial = { readonly candidate: Candidate; readonly losses: Float64Array };

function tryMethod({ method, fit, least }: (typeof methods)[number], setting: Setting): Trial {
  const { labels, totals, splits, before } = setting;
  const because = whyTooFew(totals, least);
  if (because) return notEligible(method, because);
  const fitted = fit(levelsOf(tallyOf(labels)));
  if (!fitted.ok) return notEligible(method, fitted.because);
  const held = holdOut(labels, splits, fit);
  if (!held.ok) return notEligible(method, `With a fifth of the labels left out: ${held.because}`);
  const losses = lossesPerLabel(labels, held.probability);
  const improvement = lossDifference(labels, lossesPerLabel(labels, before), losses);
  return {
    losses,
    candidate: {
      method,
      eligible: true,
      map: fitted.map,
      improvement,
      ...qualityOf(labels, held.probability),
    },
  };
}

function notEligible(method: FittedMethod, because: string): Trial {
  return { losses: new Float64Array(), candidate: { method, eligible: false, because } };
}

function whyTooFew({ count, right, effective }: Totals, least: number): string | null {
  if (right < fewestOfEach || count - right < fewestOfEach)
    return `There are ${right} right and ${count - right} wrong labels; at least ${fewestOfEach} of each are needed.`;
  if (effective >= least) return null;
  return `The labels are worth ${Math.floor(effective)} of equal weight; this method needs at least ${least}.`;
}

function qualityOf(labels: Columns, probability: Float64Array): HeldOutQuality {
  const none = new Float64Array(probability.length);
  return {
    logLoss: lossDifference(labels, lossesPerLabel(labels, probability), none).value,
    smoothError: smoothError(levelsOf(tallyOf({ ...labels, confidence: probability }))) ?? 0,
  };
}

type Decision = Pick<Selection, 'map' | 'chosen' | 'because' | 'after' | 'improvement'>;

/** One standard error, then the proof against the map in force; trials go from fewer to more parameters. */
function decide(labels: Columns, trials: readonly Trial[]): Decision {
  const race = trials.flatMap(({ candidate, losses }) => (candidate.eligible ? [{ candidate, losses }] : []));
  const best = race.toSorted((one, other) => one.candidate.logLoss - other.candidate.logLoss)[0];
  const chosen = race.find(({ losses }) => {
    if (!best) return false;
    const behind = lossDifference(labels, losses, best.losses);
    return behind.value <= behind.standardError;
  });
  if (!chosen)
    return { map: null, chosen: null, because: 'No method was eligible.', after: null, improvement: null };
  const { method, map, improvement, logLoss, smoothError } = chosen.candidate;
  const proven = improvement.low > 0;
  const because = proven
    ? `The ${method} map saves log-loss on labels it was not fitted to, and none with fewer parameters does as well.`
    : `The best simple map, ${method}, is not shown to be better than the one in force: the interval includes 0.`;
  return { map: proven ? map : null, chosen: method, because, after: { logLoss, smoothError }, improvement };
}
