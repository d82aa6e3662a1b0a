// A map from a model's own confidence to the probability that its decision is correct. It is plain JSON, kept in versions
// beside the thresholds it was published with; a method that comes to mean something else gets another name.
import { unitsPerOne } from '../observations/micro-units.ts';

export type CalibrationMap =
  | { readonly method: 'identity' }
  /** σ(logit(c)/temperature): above 1 it takes confidence back. */
  | { readonly method: 'temperature'; readonly temperature: number }
  /** σ(slope·logit(c) + intercept). */
  | { readonly method: 'platt'; readonly slope: number; readonly intercept: number }
  /** logit p = a·ln c − b·ln(1−c) + intercept. */
  | { readonly method: 'beta'; readonly a: number; readonly b: number; readonly intercept: number }
  /** Straight lines between knots, constant beyond the first and the last. */
  | {
      readonly method: 'isotonic';
      readonly confidence: readonly number[];
      readonly probability: readonly number[];
    };

export type CalibrationMethod = CalibrationMap['method'];

/**
 * Calibrated confidence. Rises (or stays) with confidence and lies in [0, 1] for every map that `checkMap` accepts;
 * NaN stays NaN.
 *
 * Confidence is taken in whole millionths, as it was when the map was fitted, so equal decisions get equal answers in
 * every language; logits are those of [1e-6, 1 − 1e-6]. About 30 ns; the isotonic one grows with the logarithm of its
 * knots.
 *
 * @example applyMap({ method: 'temperature', temperature: 2 }, 0.9) // 0.75
 */
export function applyMap(map: CalibrationMap, confidence: number): number {
  switch (map.method) {
    case 'identity':
      return confidence;
    case 'temperature':
      return sigmoid(logit(clip(confidence)) / map.temperature);
    case 'platt':
      return sigmoid(map.slope * logit(clip(confidence)) + map.intercept);
    case 'beta': {
      const c = clip(confidence);
      return sigmoid(map.a * Math.log(c) - map.b * Math.log1p(-c) + map.intercept);
    }
    case 'isotonic':
      return betweenKnots(map, Math.round(confidence * unitsPerOne) / unitsPerOne);
    default:
      return map satisfies never;
  }
}

/** How much of its labels a map took in: its free numbers; for isotonic, its knots. */
export function parameterCount(map: CalibrationMap): number {
  return map.method === 'isotonic' ? map.confidence.length : Object.keys(map).length - 1;
}

/** Confidence in whole millionths, at least one away from 0 and 1, where a logit has no value. */
export function clip(confidence: number): number {
  const unit = Math.round(confidence * unitsPerOne);
  return Math.min(unitsPerOne - 1, Math.max(1, unit)) / unitsPerOne;
}

/** ln(c/(1−c)). Domain 0 < c < 1. */
export function logit(c: number): number {
  return Math.log(c / (1 - c));
}

/** 1/(1+e^−x). */
export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

type Knots = { readonly confidence: readonly number[]; readonly probability: readonly number[] };

function betweenKnots({ confidence, probability }: Knots, at: number): number {
  const last = confidence.length - 1;
  if (at >= (confidence[last] ?? 0)) return probability[last] ?? Number.NaN;
  let [low, high] = [-1, last];
  // Always confidence[low] ≤ at < confidence[high]; −1 stands for what is left of all knots.
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((confidence[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  const above = probability[high] ?? Number.NaN;
  if (Number.isNaN(at)) return at;
  if (low < 0) return above;
  const below = probability[low] ?? Number.NaN;
  const start = confidence[low] ?? 0;
  const part = (at - start) / ((confidence[high] ?? 0) - start);
  // Never past the upper knot, whatever rounding does.
  return Math.min(above, below + part * (above - below));
}
