// Everything a calibration page shows about one set of labels.
import { openRandom, type Random } from '../stats/random.ts';
import {
  averageError,
  expectedError,
  type MaximumError,
  maximumError,
} from './measures/calibration-error.ts';
import { type BandPoint, consistencyBand } from './measures/consistency-band.ts';
import { type CumulativeError, cumulativeError } from './measures/cumulative-error.ts';
import { accuracyInterval, type DistinctValue, distinctValues } from './measures/distinct-values.ts';
import type { Estimate } from './measures/mover.ts';
import { noiseFloor } from './measures/noise-floor.ts';
import { type NullError, nullError } from './measures/null-error.ts';
import { brierScore, type LogLoss, logLoss, type Score, skill } from './measures/proper-scores.ts';
import { areaUnderRiskCoverage, areaUnderRoc } from './measures/ranking.ts';
import { type ReliabilityCurve, reliabilityCurve } from './measures/reliability-curve.ts';
import { signedGap, weightedAccuracy } from './measures/signed-gap.ts';
import { smoothError } from './measures/smooth-error.ts';
import { type Spiegelhalter, spiegelhalter } from './measures/spiegelhalter.ts';
import {
  type SquaredError,
  type SquaredErrorInterval,
  squaredError,
  squaredErrorInterval,
} from './measures/squared-error.ts';
import { type Bin, type Bins, equalWidthBins, filledBins, placeAmongFilled } from './observations/bins.ts';
import { cellsOf, weightClasses } from './observations/cells.ts';
import { equalMassBins } from './observations/equal-mass-bins.ts';
import { type Levels, levelsOf } from './observations/levels.ts';
import { unitsPerOne } from './observations/micro-units.ts';
import { type Columns, type Unusable, usableColumns } from './observations/observations.ts';
import { countSources, type Sources } from './observations/sources.ts';
import { type Tally, tallyOf } from './observations/tally.ts';
import { weightStrata } from './observations/weight-strata.ts';

export type ReliabilityOptions = {
  /** Where resampling starts; the same labels and seed give the same bits. */
  readonly seed: number | bigint;
  /** Equal-width bins; 20 when left out. Offer 10, 15, 20, 30. */
  readonly bins?: number;
  /** Replicates for what chance alone does to the ECE; 500 when left out. */
  readonly replicates?: number;
  /** Replicates for the band of the curve; 200 when left out. */
  readonly bandReplicates?: number;
};

export type BinRow = Bin & {
  /** Wilson's 95 % interval of the accuracy. */
  readonly low: number;
  readonly high: number;
  /** Confidence − accuracy; above 0 is over-confident. */
  readonly gap: number;
  readonly sources: Sources | null;
};

export type ValueRow = DistinctValue & { readonly sources: Sources | null };

/** Below 30 effective labels there is no verdict: it would be one about chance (statistics.md 1.0). */
export type Verdict = 'too-few-labels' | 'indistinguishable-from-calibrated' | 'miscalibrated';

/** What is undefined is null, and `undefinedBecause` says why. */
export type Reliability = {
  readonly count: number;
  readonly right: number;
  readonly effective: number;
  /** Σw: the decisions that the labels speak for. */
  readonly weight: number;
  readonly sources: Sources | null;
  readonly unusable: Unusable;
  readonly verdict: Verdict;
  readonly meanConfidence: number | null;
  readonly accuracy: Estimate | null;
  /** Mean confidence − accuracy. */
  readonly gap: Estimate | null;
  readonly curve: ReliabilityCurve | null;
  readonly band: readonly BandPoint[];
  readonly bins: readonly BinRow[];
  /** Ten bins of about the same weight, for the gap by decile of confidence. */
  readonly deciles: readonly BinRow[];
  /** The heaviest distinct confidences, how many there are in all, and what share of the weight the listed ones hold. */
  readonly values: readonly ValueRow[];
  readonly distinct: number;
  readonly covered: number;
  readonly errors: Errors;
  /** Of the hypothesis that the model is calibrated; neither needs bins. */
  readonly tests: {
    readonly cumulative: CumulativeError | null;
    readonly spiegelhalter: Spiegelhalter | null;
  };
  readonly scores: Scores;
  readonly undefinedBecause: readonly { readonly measure: string; readonly because: string }[];
};

/** How far confidence is from accuracy, over bins and without. */
export type Errors = {
  /** ECE over equal-width bins; not to be shown without `floor` and `chance`. */
  readonly expected: number | null;
  /** ECE over equal-mass bins. */
  readonly expectedMass: number | null;
  readonly average: number | null;
  readonly maximum: MaximumError | null;
  readonly floor: number | null;
  readonly chance: NullError | null;
  readonly squared: SquaredError | null;
  readonly squaredInterval: SquaredErrorInterval | null;
  readonly smooth: number | null;
};

/** Brier and log-loss see calibration and ranking together, the areas ranking alone. */
export type Scores = {
  readonly brier: Score | null;
  readonly logLoss: LogLoss | null;
  readonly skill: number | null;
  readonly areaUnderRiskCoverage: number | null;
  readonly areaUnderRoc: number | null;
};

const fewestForVerdict = 30;

/**
 * Measures how far confidence can be trusted. Labels that cannot be used are left out and counted. Without labels every
 * measure is null.
 *
 * Design-weighted throughout; the order of the labels does not matter to a single bit. 100,000 labels take about 0.2 s,
 * half of it for resampling.
 *
 * @example reliability(columnsOf(observations), { seed: 1 }).errors.smooth
 */
export function reliability(columns: Columns, options: ReliabilityOptions): Reliability {
  const usable = usableColumns(columns);
  const tally = tallyOf(usable.columns);
  const levels = levelsOf(tally);
  const { totals } = levels;
  const classes = weightClasses(tally);
  const strata = weightStrata(tally, classes);
  const width = equalWidthBins(levels, options.bins ?? 20);
  const mass = equalMassBins(levels, options.bins ?? 20);
  const random = openRandom(options.seed);
  const errors = errorsOf({ tally, levels, classes, width, mass }, { ...options, random: random.split() });
  const scores = scoresOf(levels);
  const tests = { cumulative: cumulativeError(levels), spiegelhalter: spiegelhalter(levels) };
  return {
    count: totals.count,
    right: totals.right,
    effective: totals.effective,
    weight: totals.weight,
    sources: countSources(usable.columns, 1, () => 0)?.[0] ?? null,
    unusable: usable.unusable,
    verdict: verdictOf(totals.effective, errors),
    meanConfidence: totals.count === 0 ? null : meanConfidence(width),
    accuracy: weightedAccuracy(strata),
    gap: signedGap(strata),
    curve: reliabilityCurve(levels),
    band: consistencyBand(
      { tally, levels, classes },
      { random: random.split(), replicates: options.bandReplicates ?? 200 },
    ),
    bins: rowsOf(width, usable.columns),
    deciles: rowsOf(equalMassBins(levels, 10), usable.columns),
    ...valuesOf(levels, usable.columns),
    errors,
    tests,
    scores,
    undefinedBecause: reasonsOf(levels, { ...errors, ...tests, ...scores }),
  };
}

/** Labels counted and put into bins once, for all errors. */
type Prepared = { tally: Tally; levels: Levels; classes: Float64Array; width: Bins; mass: Bins };

function errorsOf(
  { tally, levels, classes, width, mass }: Prepared,
  { random, replicates = 500 }: { random: Random; replicates?: number },
): Errors {
  const bins = filledBins(width);
  const expected = expectedError(bins);
  const cells = cellsOf(tally, { classes, groupOf: placeAmongFilled(width) });
  return {
    expected,
    expectedMass: expectedError(filledBins(mass)),
    average: averageError(bins),
    maximum: maximumError(bins),
    floor: noiseFloor(bins),
    chance: nullError(cells, expected ?? 0, { random: random.split(), replicates }),
    squared: squaredError(bins),
    squaredInterval: squaredErrorInterval(bins, cells, { random: random.split(), replicates }),
    smooth: smoothError(levels),
  };
}

function scoresOf(levels: Levels): Scores {
  return {
    brier: brierScore(levels),
    logLoss: logLoss(levels),
    skill: skill(levels),
    areaUnderRiskCoverage: areaUnderRiskCoverage(levels),
    areaUnderRoc: areaUnderRoc(levels),
  };
}

function verdictOf(effective: number, { expected, chance }: Errors): Verdict {
  if (effective < fewestForVerdict || expected === null || chance === null) return 'too-few-labels';
  return expected <= chance.q95 ? 'indistinguishable-from-calibrated' : 'miscalibrated';
}

function meanConfidence({ unitSum, weight }: Bins): number {
  const sum = (column: Float64Array) => column.reduce((total, value) => total + value, 0);
  return sum(unitSum) / sum(weight) / unitsPerOne;
}

function rowsOf(bins: Bins, columns: Columns): BinRow[] {
  const filled = filledBins(bins);
  const sources = countSources(columns, filled.length, placeAmongFilled(bins));
  return filled.map((bin, place) => ({
    ...bin,
    ...accuracyInterval(bin.accuracy, bin.effective),
    gap: bin.confidence - bin.accuracy,
    sources: sources?.[place] ?? null,
  }));
}

function valuesOf(levels: Levels, columns: Columns): Pick<Reliability, 'values' | 'distinct' | 'covered'> {
  const { values, distinct, covered } = distinctValues(levels);
  const places = new Map(values.map(({ unit }, place) => [unit, place]));
  const sources = countSources(columns, values.length, (unit) => places.get(unit) ?? -1);
  return {
    values: values.map((value, place) => ({ ...value, sources: sources?.[place] ?? null })),
    distinct,
    covered,
  };
}

type Undefinable = Errors & Scores & Reliability['tests'];

function reasonsOf({ totals }: Levels, measures: Undefinable): Reliability['undefinedBecause'] {
  const none = totals.count === 0 ? 'There are no labels.' : null;
  return (Object.keys(measures) as (keyof Undefinable)[]) // keys of the three groups
    .filter((measure) => measures[measure] === null)
    .map((measure) => ({ measure, because: none ?? whyUndefined[measure] ?? 'There are no labels.' }));
}

const oneOutcome = 'Every label has the same outcome.';

/** Of those that can be undefined although there are labels. */
const whyUndefined: { readonly [measure in keyof Undefinable]?: string } = {
  maximum: 'No bin has 10 effective labels.',
  squared: 'No bin has 2 effective labels.',
  squaredInterval: 'No bin has 2 effective labels.',
  cumulative: 'Every confidence is 0 or 1, and no label contradicts it.',
  spiegelhalter: 'Every confidence is 0, ½ or 1.',
  skill: oneOutcome,
  areaUnderRoc: oneOutcome,
};
