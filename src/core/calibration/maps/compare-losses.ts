import { normalQuantile } from '../../stats/normal.ts';
import { lossesOf } from '../measures/proper-scores.ts';
import { effectiveCount } from '../observations/levels.ts';
import type { Columns } from '../observations/observations.ts';

/** Log-loss in nats of one probability per label. Linear. */
export function lossesPerLabel({ correct }: Columns, probability: Float64Array): Float64Array {
  return probability.map((p, label) => (correct[label] === 1 ? lossesOf(p).right : lossesOf(p).wrong));
}

export type Difference = {
  readonly value: number;
  readonly standardError: number;
  /** 95 %. */
  readonly low: number;
  readonly high: number;
};

/**
 * The weighted mean of `from − to` over the labels, with its interval by linearisation. Both were measured on the same
 * labels, so what is common to them cancels: this is far sharper than two means with an interval each. Linear.
 */
export function lossDifference({ weight }: Columns, from: Float64Array, to: Float64Array): Difference {
  let [total, squared, sum] = [0, 0, 0];
  for (let label = 0; label < weight.length; label += 1) {
    const w = weight[label] ?? 0;
    total += w;
    squared += w * w;
    sum += w * ((from[label] ?? 0) - (to[label] ?? 0));
  }
  const value = sum / total;
  let squares = 0;
  for (let label = 0; label < weight.length; label += 1)
    squares += ((weight[label] ?? 0) * ((from[label] ?? 0) - (to[label] ?? 0) - value)) ** 2;
  const effective = effectiveCount(total, squared);
  const standardError = Math.sqrt((squares * effective) / (effective - 1)) / total;
  const half = normalQuantile(0.975) * standardError;
  return { value, standardError, low: value - half, high: value + half };
}
