import type { SparseVector } from './vectorize.ts';

/** A linear model: a weight for every pair of feature and label. */
export interface Weights {
  readonly labelCount: number;
  /** Weight of (feature, label) at feature × labelCount + label, so that one feature is one run of memory. */
  readonly values: Float32Array;
}

/** Writes the score of every label into `scores`. */
export function scoreLabels(
  { labelCount, values }: Weights,
  vector: SparseVector,
  scores: Float32Array,
): void {
  scores.fill(0);
  for (let at = 0; at < vector.features.length; at += 1) {
    const base = vector.features[at]! * labelCount;
    const weight = vector.weights[at]!;
    for (let label = 0; label < labelCount; label += 1) scores[label]! += weight * values[base + label]!;
  }
}

/** Turns scores into probabilities in place; a temperature above one makes them humbler, below one bolder. */
export function toProbabilities(scores: Float32Array, temperature: number): void {
  const highest = scores.reduce((high, score) => Math.max(high, score), Number.NEGATIVE_INFINITY);
  let total = 0;
  for (let label = 0; label < scores.length; label += 1) {
    const share = Math.exp((scores[label]! - highest) / temperature);
    scores[label] = share;
    total += share;
  }
  for (let label = 0; label < scores.length; label += 1) scores[label]! /= total;
}
