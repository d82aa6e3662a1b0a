import type { Static } from 'typebox';
import type * as contract from '../../../contract/calibration.ts';
import type { Reliability } from '../../../core/calibration/reliability.ts';
import { gapSentence, testSentence } from './reliability-sentences.ts';

type Answer = contract.Reliability;
type Report = Omit<
  Answer,
  'modelVersionId' | 'source' | 'validationSetId' | 'from' | 'before' | 'slice' | 'map' | 'labels'
>;

/** What the core measured, as the contract tells it. */
export function reliabilityReport(measured: Reliability, bins: number): Report {
  const { meanConfidence, accuracy, gap, deciles, values, distinct } = measured;
  const because = new Map(measured.undefinedBecause.map((reason) => [reason.measure, reason.because]));
  return {
    meanConfidence,
    accuracy: measureOf(accuracy && { ...accuracy, interval: accuracy }, none),
    gap: measureOf(gap && { ...gap, interval: gap }, none),
    gapSentence: gapSentence(measured),
    gapByDecile: deciles.map(({ from, to, count, confidence, accuracy: right }) => ({
      ...{ from, to, n: count, confidence, accuracy: right },
    })),
    ece: errorsOf(measured, bins),
    tests: testsOf(measured),
    scores: scoresOf(measured, because),
    curve: curveOf(measured),
    values: values.map(({ confidence, count, sources, effective, accuracy: right, low, high }) => ({
      ...{ confidence, n: count, audited: sources?.audited ?? 0, nEffective: effective },
      ...{ accuracy: right, low, high },
    })),
    distinctValues: distinct,
  };
}

const none = 'There are no labels.';

function measureOf(
  measure: { value: number; interval: { low: number; high: number } | null } | null,
  because: string,
): Static<typeof contract.Measure> {
  if (measure === null) return { value: null, interval: null, because };
  const { value, interval } = measure;
  return { value, interval: interval && { low: interval.low, high: interval.high }, because: null };
}

function errorsOf({ errors, verdict }: Reliability, bins: number): Answer['ece'] {
  return {
    bins,
    value: errors.expected,
    equalMass: errors.expectedMass,
    adaptive: errors.average,
    noiseFloor: errors.floor,
    nullQ95: errors.chance?.q95 ?? null,
    indistinguishable: verdict === 'too-few-labels' ? null : verdict === 'indistinguishable-from-calibrated',
    debiased: errors.squared?.root ?? null,
    smooth: errors.smooth,
    greatest: errors.maximum?.value ?? null,
    greatestExcluded: errors.maximum?.excluded ?? null,
  };
}

function testsOf({ tests: { cumulative, spiegelhalter } }: Reliability): Answer['tests'] {
  const tests = [
    { name: 'ecce-mad', statistic: cumulative?.deviation ?? null, pValue: cumulative?.deviationP ?? null },
    { name: 'ecce-r', statistic: cumulative?.range ?? null, pValue: cumulative?.rangeP ?? null },
    { name: 'spiegelhalter', statistic: spiegelhalter?.z ?? null, pValue: spiegelhalter?.pValue ?? null },
  ] as const;
  return tests.map((test) => ({ ...test, sentence: testSentence(test.pValue) }));
}

function scoresOf({ scores, curve }: Reliability, because: ReadonlyMap<string, string>): Answer['scores'] {
  return {
    brier: measureOf(scores.brier, because.get('brier') ?? none),
    logLoss: measureOf(scores.logLoss, because.get('logLoss') ?? none),
    clippedWrong: scores.logLoss?.clippedAndWrong ?? 0,
    skill: scores.skill,
    miscalibration: curve?.miscalibration ?? null,
    discrimination: curve?.discrimination ?? null,
    uncertainty: curve?.uncertainty ?? null,
    aurc: scores.areaUnderRiskCoverage,
    auroc: scores.areaUnderRoc,
  };
}

/**
 * The corners of the curve, and between them the places where the band is known; each with the band of the nearest place at or
 * below it.
 */
function curveOf({ curve, band }: Reliability): Answer['curve'] {
  const steps = curve?.steps ?? [];
  const places = new Set([
    ...steps.flatMap(({ from, to }) => [from, to]),
    ...band.map(({ confidence }) => confidence),
  ]);
  const [points, at] = [[...places].sort((a, b) => a - b), { step: 0, band: -1 }];
  return points.map((confidence) => {
    while (at.step < steps.length - 1 && (steps[at.step + 1]?.from ?? 1) <= confidence) at.step += 1;
    while (at.band < band.length - 1 && (band[at.band + 1]?.confidence ?? 1) <= confidence) at.band += 1;
    const nearest = band[Math.max(0, at.band)];
    return {
      confidence,
      accuracy: accuracyAt(steps, at.step, confidence),
      bandLow: nearest?.low ?? null,
      bandHigh: nearest?.high ?? null,
    };
  });
}

/** Between the end of one step and the start of the next the curve rises in a straight line. */
function accuracyAt(
  steps: NonNullable<Reliability['curve']>['steps'],
  place: number,
  confidence: number,
): number {
  const [step, next] = [steps[place], steps[place + 1]];
  if (!step) return 0;
  if (!next || confidence <= step.to) return step.probability;
  const share = (confidence - step.to) / (next.from - step.to);
  return step.probability + share * (next.probability - step.probability);
}
