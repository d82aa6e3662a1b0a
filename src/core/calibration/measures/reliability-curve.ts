import { isotonic } from '../../stats/pava.ts';
import { effectiveCount, type Levels } from '../observations/levels.ts';

/** One flat piece of the curve: confidences between `from` and `to` were right with `probability`. */
export type CurveStep = {
  readonly from: number;
  readonly to: number;
  readonly probability: number;
  readonly count: number;
  readonly effective: number;
  readonly share: number;
};

/** Brier = miscalibration − discrimination + uncertainty. */
export type Decomposition = {
  readonly miscalibration: number;
  readonly discrimination: number;
  readonly uncertainty: number;
};

export type ReliabilityCurve = { readonly steps: readonly CurveStep[] } & Decomposition;

/**
 * CORP reliability curve: the rising curve nearest to the outcomes, and what the Brier score is made of. It takes the
 * place of the binned diagram, whose look depends on the bins. Null without labels. Linear in the levels.
 *
 * T. Dimitriadis, T. Gneiting, A. I. Jordan, "Stable reliability diagrams for probabilistic classifiers", PNAS 118
 * (2021). Known answer: statistics.md A20.
 *
 * @example reliabilityCurve(levels) // data A: miscalibration 0.0625…, discrimination 0.1333…, uncertainty 0.25
 */
export function reliabilityCurve(levels: Levels): ReliabilityCurve | null {
  if (levels.unit.length === 0) return null;
  const { weight, rightWeight } = levels.totals;
  const base = Math.min(1, rightWeight / weight);
  const fitted = fittedCurve(levels);
  const uncertainty = base * (1 - base);
  const ofConfidence = brierOf(levels, levels.confidence);
  const ofCurve = brierOf(levels, fitted);
  return {
    steps: stepsOf(levels, fitted),
    // Both are never below 0 but for rounding.
    miscalibration: Math.max(0, ofConfidence - ofCurve),
    discrimination: Math.max(0, uncertainty - ofCurve),
    uncertainty,
  };
}

/** The probability of being right at each level that rises with confidence and fits the outcomes best. */
export function fittedCurve(levels: Levels): Float64Array {
  return isotonic(
    levels.weight.map((weight, level) => Math.min(1, (levels.rightWeight[level] ?? 0) / weight)),
    levels.weight,
  );
}

function brierOf(levels: Levels, probability: Float64Array): number {
  let sum = 0;
  for (let level = 0; level < levels.unit.length; level += 1) {
    const p = probability[level] ?? 0;
    const right = levels.rightWeight[level] ?? 0;
    sum += right * (1 - p) ** 2 + ((levels.weight[level] ?? 0) - right) * p ** 2;
  }
  return sum / levels.totals.weight;
}

function stepsOf(levels: Levels, fitted: Float64Array): CurveStep[] {
  const steps: CurveStep[] = [];
  for (let first = 0; first < fitted.length; ) {
    let end = first + 1;
    while (end < fitted.length && fitted[end] === fitted[first]) end += 1;
    steps.push(stepOf(levels, { first, end, probability: fitted[first] ?? 0 }));
    first = end;
  }
  return steps;
}

function stepOf(levels: Levels, { first, end, probability }: Stretch): CurveStep {
  const sum = (column: Float64Array) =>
    column.subarray(first, end).reduce((total, value) => total + value, 0);
  const weight = sum(levels.weight);
  return {
    from: levels.confidence[first] ?? 0,
    to: levels.confidence[end - 1] ?? 0,
    probability,
    count: sum(levels.count),
    effective: effectiveCount(weight, sum(levels.squared)),
    share: weight / levels.totals.weight,
  };
}

type Stretch = { first: number; end: number; probability: number };
