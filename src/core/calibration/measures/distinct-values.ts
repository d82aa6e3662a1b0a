import { wilson } from '../../stats/wilson.ts';
import { effectiveCount, type Levels } from '../observations/levels.ts';

export type DistinctValue = {
  /** In millionths, and from 0 to 1. */
  readonly unit: number;
  readonly confidence: number;
  readonly count: number;
  readonly effective: number;
  readonly share: number;
  readonly accuracy: number;
  readonly low: number;
  readonly high: number;
};

export type DistinctValues = {
  /** How many different confidences there are in all. */
  readonly distinct: number;
  /** The heaviest of them, ascending by confidence. */
  readonly values: readonly DistinctValue[];
  /** Share of all weight that the listed values hold; near 0 where confidence is continuous. */
  readonly covered: number;
};

/**
 * Accuracy per distinct confidence with Wilson's 95 % interval of the effective labels. Language models answer 0.8, 0.9,
 * 0.95; for them no diagram is more honest (statistics.md 1.2). At most `most` values, the heaviest. Sorts the weights of the levels.
 *
 * @example distinctValues(levels).values[0] // { confidence: 0.9, count: 50, accuracy: 0.14, low: 0.0695…, high: 0.2618…, … }
 */
export function distinctValues(levels: Levels, most = 50): DistinctValues {
  const values = heaviest(levels, most).map((level) => rowOf(levels, level));
  return {
    distinct: levels.unit.length,
    values,
    covered: values.reduce((sum, { share }) => sum + share, 0),
  };
}

/** Those above the weight of the last one that fits, then as many of that weight as still fit, the lowest first. */
function heaviest({ weight }: Levels, most: number): number[] {
  const limit = Float64Array.from(weight).sort()[weight.length - most] ?? 0;
  const heavier: number[] = [];
  const equal: number[] = [];
  for (let level = 0; level < weight.length; level += 1) {
    if ((weight[level] ?? 0) > limit) heavier.push(level);
    else if (weight[level] === limit && equal.length < most) equal.push(level);
  }
  return [...heavier, ...equal.slice(0, most - heavier.length)].sort((one, other) => one - other);
}

function rowOf(levels: Levels, level: number): DistinctValue {
  const weight = levels.weight[level] ?? 0;
  const effective = effectiveCount(weight, levels.squared[level] ?? 0);
  const accuracy = Math.min(1, (levels.rightWeight[level] ?? 0) / weight);
  return {
    unit: levels.unit[level] ?? 0,
    confidence: levels.confidence[level] ?? 0,
    count: levels.count[level] ?? 0,
    effective,
    share: weight / levels.totals.weight,
    accuracy,
    ...accuracyInterval(accuracy, effective),
  };
}

/** Wilson's 95 % interval of a weighted share; the whole of [0, 1] where nothing is known. */
export function accuracyInterval(accuracy: number, effective: number): { low: number; high: number } {
  return wilson(Math.min(accuracy, 1) * effective, effective) ?? { low: 0, high: 1 };
}
