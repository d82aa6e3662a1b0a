// The distinct confidence values with their sums. Ties are pooled here once, so no measure can depend on their order.
import { unitsPerOne } from './micro-units.ts';
import type { Tally } from './tally.ts';

/** One entry per distinct value in every column, ascending. */
export type Levels = {
  readonly unit: Uint32Array;
  readonly confidence: Float64Array;
  /** Labels and those of them that were right, counted once each. */
  readonly count: Float64Array;
  readonly right: Float64Array;
  /** Σw and Σw over the right ones. */
  readonly weight: Float64Array;
  readonly rightWeight: Float64Array;
  /** Σw² and Σw² over the right ones: what the uncertainty of a weighted mean is made of. */
  readonly squared: Float64Array;
  readonly rightSquared: Float64Array;
  readonly totals: Totals;
};

export type Totals = {
  readonly count: number;
  readonly right: number;
  readonly weight: number;
  readonly rightWeight: number;
  readonly squared: number;
  /** (Σw)²/Σw²: how many labels of equal weight would be as informative (Kish). */
  readonly effective: number;
};

/**
 * Pools the rows of a tally by confidence. Linear.
 *
 * @example levelsOf(tallyOf(columns)).totals.effective // 86.2 of 127 labels with weights from 1 to 10
 */
export function levelsOf(tally: Tally): Levels {
  const unit = tally.unit.filter((own, row) => row === 0 || own !== tally.unit[row - 1]);
  const [count, right, weight, rightWeight, squared, rightSquared] = Array.from({ length: 6 }, () => {
    return new Float64Array(unit.length);
  }) as [Column, Column, Column, Column, Column, Column]; // as many as asked for
  let level = -1;
  for (let row = 0; row < tally.unit.length; row += 1) {
    if (tally.unit[row] !== unit[level]) level += 1;
    const w = tally.weight[row] ?? 0;
    const good = tally.right[row] ?? 0;
    const all = good + (tally.wrong[row] ?? 0);
    count[level] = (count[level] ?? 0) + all;
    right[level] = (right[level] ?? 0) + good;
    weight[level] = (weight[level] ?? 0) + w * all;
    rightWeight[level] = (rightWeight[level] ?? 0) + w * good;
    squared[level] = (squared[level] ?? 0) + w * w * all;
    rightSquared[level] = (rightSquared[level] ?? 0) + w * w * good;
  }
  const confidence = new Float64Array(unit.length);
  for (let place = 0; place < unit.length; place += 1) confidence[place] = (unit[place] ?? 0) / unitsPerOne;
  const sums = { unit, confidence, count, right, weight, rightWeight, squared, rightSquared };
  return { ...sums, totals: totalsOf(sums) };
}

/**
 * (Σw)²/Σw²; 0 for none. Rounding is taken off, so that 10 labels of weight 0.1 are 10 and not 9.999999999999998: rules
 * like "at least 10 labels" would flip on it. O(1).
 *
 * @example effectiveCount(4, 6) // weights 1, 1 and 2: 2.67 of 3
 */
export function effectiveCount(weight: number, squared: number): number {
  if (!(squared > 0)) return 0;
  const effective = (weight * weight) / squared;
  const whole = Math.round(effective);
  return Math.abs(effective - whole) < 1e-9 * effective ? whole : effective;
}

type Column = Float64Array<ArrayBuffer>;

function totalsOf(levels: Omit<Levels, 'totals'>): Totals {
  const sum = (column: Float64Array) => {
    let total = 0;
    for (let level = 0; level < column.length; level += 1) total += column[level] ?? 0;
    return total;
  };
  const weight = sum(levels.weight);
  const squared = sum(levels.squared);
  return {
    count: sum(levels.count),
    right: sum(levels.right),
    weight,
    rightWeight: sum(levels.rightWeight),
    squared,
    effective: effectiveCount(weight, squared),
  };
}
