import { toProbabilities } from './softmax.ts';

export interface ScoredExample {
  readonly scores: Float32Array;
  readonly label: number;
}

/**
 * The temperature at which the true labels are least surprising (Guo et al. 2017, "On calibration of modern neural
 * networks"). The scores must come from models that have not seen these examples.
 */
export function fitTemperature(scored: readonly ScoredExample[]): number {
  let low = 0.2;
  let high = 5;
  // Surprise has one valley in 1/temperature, so thirds close in on it: 20 rounds leave 0.002 of doubt.
  for (let round = 0; round < 20; round += 1) {
    const lower = low + (high - low) / 3;
    const upper = high - (high - low) / 3;
    if (surprise(scored, lower) < surprise(scored, upper)) high = upper;
    else low = lower;
  }
  return (low + high) / 2;
}

/** Mean negative log-likelihood of the true labels. */
function surprise(scored: readonly ScoredExample[], temperature: number): number {
  let total = 0;
  for (const { scores, label } of scored) {
    const probabilities = scores.slice();
    toProbabilities(probabilities, temperature);
    total -= Math.log(Math.max(probabilities[label]!, 1e-12)); // the label is one of the scores
  }
  return total / scored.length;
}
