// Labels of one group with about the same weight, as resampling needs them: so many draws of one probability.
import { distinct, lastUpTo } from './distinct.ts';
import { effectiveCount } from './levels.ts';
import { unitsPerOne } from './micro-units.ts';
import type { Tally } from './tally.ts';

/** One entry per cell in every column, ascending by group. */
export type Cells = {
  readonly group: Uint32Array;
  readonly count: Float64Array;
  /** Weight of each label of the cell, and the mean confidence. */
  readonly weight: Float64Array;
  readonly confidence: Float64Array;
};

/**
 * Weights within a tenth of each other are taken as their mean, which moves a variance by less than 0.1 % and bounds the
 * classes: weights between 1 and 1000 make 73, however many different ones there are.
 */
const classWidth = 1.1;

/** Where each class of similar weights begins, ascending. Sorts the weights. */
export function weightClasses(tally: Tally): Float64Array {
  const starts: number[] = [];
  for (const weight of distinct(tally.weight))
    if (weight > (starts.at(-1) ?? 0) * classWidth) starts.push(weight);
  return Float64Array.from(starts);
}

/** Few classes are drawn one by one; that is exact. */
const fewClasses = 3;
/** From here on a group of many classes is one draw of its effective labels; rounding them moves a variance by ≤ 2.5 %. */
const manyLabels = 20;

/** The cells of a grouping; `groupOf` must not fall as confidence rises. Linear but for finding classes. */
export function cellsOf(
  tally: Tally,
  { classes, groupOf }: { classes: Float64Array; groupOf: (unit: number) => number },
): Cells {
  const cells: Sums[] = [];
  let open: (Sums | undefined)[] = [];
  let group = -1;
  for (let row = 0; row < tally.unit.length; row += 1) {
    const unit = tally.unit[row] ?? 0;
    const weight = tally.weight[row] ?? 0;
    if (groupOf(unit) !== group) {
      cells.push(...closed(open));
      group = groupOf(unit);
      open = [];
    }
    const own = classes.length === 1 ? 0 : lastUpTo(classes, weight);
    const cell = open[own] ?? { group, count: 0, weight: 0, squared: 0, units: 0 };
    open[own] = cell;
    const labels = (tally.right[row] ?? 0) + (tally.wrong[row] ?? 0);
    const mass = labels * weight;
    cell.count += labels;
    cell.weight += mass;
    cell.squared += mass * weight;
    cell.units += mass * unit;
  }
  cells.push(...closed(open));
  return {
    group: Uint32Array.from(cells, (cell) => cell.group),
    count: Float64Array.from(cells, ({ count }) => count),
    weight: Float64Array.from(cells, ({ count, weight }) => weight / count),
    confidence: Float64Array.from(cells, ({ weight, units }) => Math.min(1, units / weight / unitsPerOne)),
  };
}

type Sums = { group: number; count: number; weight: number; squared: number; units: number };

function closed(open: readonly (Sums | undefined)[]): Sums[] {
  const cells = open.filter((cell) => cell !== undefined);
  const [first, ...rest] = cells;
  if (!first || cells.length <= fewClasses) return cells;
  const all = { ...first };
  for (const { count, weight, squared, units } of rest) {
    all.count += count;
    all.weight += weight;
    all.squared += squared;
    all.units += units;
  }
  const effective = effectiveCount(all.weight, all.squared);
  return effective < manyLabels ? cells : [{ ...all, count: Math.round(effective) }];
}
