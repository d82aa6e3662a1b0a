// Confidence in bins: sums only, so bins of two parts of a stream add up to the bins of the whole.
import { lastUpTo } from './distinct.ts';
import { effectiveCount, type Levels } from './levels.ts';
import { binOf, unitsPerOne } from './micro-units.ts';

/** One entry per bin in every column; bins without labels have zeros. */
export type Bins = {
  /** Labels, counted once each. */
  readonly count: Float64Array;
  readonly weight: Float64Array;
  readonly squared: Float64Array;
  /** Σw over the right ones. */
  readonly right: Float64Array;
  /** Σw·u with u in millionths: whole numbers for whole weights, so adding up is exact. */
  readonly unitSum: Float64Array;
  /** Lower edges in millionths, ascending; a bin ends where the next begins. */
  readonly from: Float64Array;
};

/** What is known of one bin that holds something. */
export type Bin = {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly effective: number;
  /** Its part of all weight. */
  readonly share: number;
  readonly confidence: number;
  readonly accuracy: number;
};

/** Divisible by 10, 12, 15, 20, 25, 30, 40, 50, 60 and 100: any of these bins is a sum of whole micro-bins. */
export const microBinCount = 600;

/**
 * Bins of equal width; labels fall by `binOf`. Linear in the levels.
 *
 * @example equalWidthBins(levels, 20)
 */
export function equalWidthBins(levels: Levels, bins: number): Bins {
  const sums = emptyBins(Float64Array.from({ length: bins }, (_, bin) => (bin * unitsPerOne) / bins));
  for (let level = 0; level < levels.unit.length; level += 1)
    addLevel(sums, binOf(levels.unit[level] ?? 0, bins), { levels, level });
  return sums;
}

/** The 600 bins that are kept in store. */
export function microBins(levels: Levels): Bins {
  return equalWidthBins(levels, microBinCount);
}

/** Bins of one grid added up: exact for whole weights, in whatever order. Null for different grids. */
export function mergeBins(one: Bins, other: Bins): Bins | null {
  if (one.from.length !== other.from.length || one.from.some((edge, bin) => edge !== other.from[bin]))
    return null;
  const both = (a: Float64Array, b: Float64Array) => a.map((value, bin) => value + (b[bin] ?? 0));
  return {
    count: both(one.count, other.count),
    weight: both(one.weight, other.weight),
    squared: both(one.squared, other.squared),
    right: both(one.right, other.right),
    unitSum: both(one.unitSum, other.unitSum),
    from: one.from,
  };
}

/**
 * Fewer equal-width bins out of many, exactly what raw data would give; null unless the number divides theirs.
 *
 * @example coarserBins(microBins(levels), 20)
 */
export function coarserBins(bins: Bins, number: number): Bins | null {
  const each = bins.count.length / number;
  if (!Number.isInteger(each)) return null;
  const sums = emptyBins(bins.from.filter((_, bin) => bin % each === 0));
  for (const column of ['count', 'weight', 'squared', 'right', 'unitSum'] as const)
    bins[column].forEach((value, bin) => {
      add(sums[column], Math.floor(bin / each), value);
    });
  return sums;
}

/**
 * The bins that hold labels, with their means.
 *
 * @example filledBins(equalWidthBins(levels, 5))[4] // data A: { from: 0.8, to: 1, count: 4, confidence: 0.875, accuracy: 0.75, … }
 */
export function filledBins(bins: Bins): Bin[] {
  const total = bins.weight.reduce((sum, weight) => sum + weight, 0);
  return Array.from(bins.count, (count, bin) => {
    const weight = bins.weight[bin] ?? 0;
    return {
      from: (bins.from[bin] ?? 0) / unitsPerOne,
      to: (bins.from[bin + 1] ?? unitsPerOne) / unitsPerOne,
      count,
      effective: effectiveCount(weight, bins.squared[bin] ?? 0),
      share: weight / total,
      confidence: (bins.unitSum[bin] ?? 0) / weight / unitsPerOne,
      accuracy: (bins.right[bin] ?? 0) / weight,
    };
  }).filter(({ count }) => count > 0);
}

/**
 * Where a label's bin stands among the filled ones: what `filledBins` lists, by place. Only for confidences that are in
 * the bins. Edges are compared in millionths, so it agrees with `binOf` to the last one. Logarithmic in the bins.
 */
export function placeAmongFilled(bins: Bins): (unit: number) => number {
  const edges = bins.from.filter((_, bin) => (bins.count[bin] ?? 0) > 0);
  return (unit) => lastUpTo(edges, unit);
}

export function emptyBins(from: Float64Array): Bins {
  const column = () => new Float64Array(from.length);
  return { count: column(), weight: column(), squared: column(), right: column(), unitSum: column(), from };
}

export function addLevel(
  bins: Bins,
  bin: number,
  { levels, level }: { levels: Levels; level: number },
): void {
  const weight = levels.weight[level] ?? 0;
  add(bins.count, bin, levels.count[level] ?? 0);
  add(bins.weight, bin, weight);
  add(bins.squared, bin, levels.squared[level] ?? 0);
  add(bins.right, bin, levels.rightWeight[level] ?? 0);
  add(bins.unitSum, bin, weight * (levels.unit[level] ?? 0));
}

function add(column: Float64Array, place: number, value: number): void {
  column[place] = (column[place] ?? 0) + value;
}
