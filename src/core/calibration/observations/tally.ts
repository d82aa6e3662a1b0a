// The exact sufficient statistic of everything here: how many labels were right and wrong at each confidence and
// weight. Counts merge by addition and rows stand in one order, so any split of a stream into parts, in any order, gives
// the same bits in every number derived from it (statistics.md 9, claim 7).
import { distinct, lastUpTo } from './distinct.ts';
import { microUnits, unitsPerOne } from './micro-units.ts';
import type { Columns } from './observations.ts';

/** Rows ascending by confidence, then by weight; every pair of the two once. */
export type Tally = {
  readonly unit: Uint32Array;
  readonly weight: Float64Array;
  readonly right: Uint32Array;
  readonly wrong: Uint32Array;
};

/**
 * Counts labels by confidence and weight. Confidence and weight become one number whose order is theirs, so one native
 * sort does it: 100,000 labels in about 10 ms. Columns must be usable (`usableColumns`).
 *
 * @example tallyOf(columns) // unit [200000, 900000], weight [5, 1], right [0, 2], wrong [1, 1]
 */
export function tallyOf(columns: Columns): Tally {
  const weights = distinct(columns.weight);
  const keys = new Float64Array(columns.confidence.length);
  let sorted = true;
  for (let label = 0; label < keys.length; label += 1) {
    const unit = microUnits(columns.confidence[label] ?? Number.NaN);
    const place = lastUpTo(weights, columns.weight[label] ?? Number.NaN);
    if (unit === null || place < 0) throw new RangeError('columns hold a label that is not usable');
    // Below 10⁶ × labels × 2: exact up to four thousand million labels.
    const key = (unit * weights.length + place) * 2 + (columns.correct[label] ?? 0);
    sorted &&= label === 0 || key >= (keys[label - 1] ?? 0);
    keys[label] = key;
  }
  return countRuns(sorted ? keys : keys.sort(), weights);
}

/**
 * One tally of several: counts add up. Linear but for the sort.
 *
 * @example mergeTallies([monday, tuesday]) // as if both days had been counted at once
 */
export function mergeTallies(tallies: readonly Tally[]): Tally {
  const rows = tallies
    .flatMap(rowsOf)
    .sort((one, other) => one.unit - other.unit || one.weight - other.weight);
  const merged: Row[] = [];
  for (const row of rows) {
    const last = merged.at(-1);
    if (last && last.unit === row.unit && last.weight === row.weight) {
      last.right += row.right;
      last.wrong += row.wrong;
    } else merged.push({ ...row });
  }
  return {
    unit: Uint32Array.from(merged, ({ unit }) => unit),
    weight: Float64Array.from(merged, ({ weight }) => weight),
    right: Uint32Array.from(merged, ({ right }) => right),
    wrong: Uint32Array.from(merged, ({ wrong }) => wrong),
  };
}

/**
 * One row per label again, in the order of the tally, the wrong ones of a row first: the same for every order in which
 * the labels came. Linear.
 */
export function labelsOf(tally: Tally): Columns {
  const count = tally.unit.reduce(
    (sum, _, row) => sum + (tally.right[row] ?? 0) + (tally.wrong[row] ?? 0),
    0,
  );
  const labels = {
    confidence: new Float64Array(count),
    correct: new Uint8Array(count),
    weight: new Float64Array(count),
  };
  let from = 0;
  for (let row = 0; row < tally.unit.length; row += 1) {
    const firstRight = from + (tally.wrong[row] ?? 0);
    const end = firstRight + (tally.right[row] ?? 0);
    labels.confidence.fill((tally.unit[row] ?? 0) / unitsPerOne, from, end);
    labels.weight.fill(tally.weight[row] ?? 0, from, end);
    labels.correct.fill(1, firstRight, end);
    from = end;
  }
  return labels;
}

type Row = { unit: number; weight: number; right: number; wrong: number };

function rowsOf(tally: Tally): Row[] {
  return Array.from(tally.unit, (unit, row) => ({
    unit,
    weight: tally.weight[row] ?? 0,
    right: tally.right[row] ?? 0,
    wrong: tally.wrong[row] ?? 0,
  }));
}

function countRuns(keys: Float64Array, weights: Float64Array): Tally {
  const rows = runs(keys);
  const tally = {
    unit: new Uint32Array(rows),
    weight: new Float64Array(rows),
    right: new Uint32Array(rows),
    wrong: new Uint32Array(rows),
  };
  let row = -1;
  let last = -1;
  for (const key of keys) {
    const cell = Math.floor(key / 2);
    if (cell !== last) {
      row += 1;
      last = cell;
      tally.unit[row] = Math.floor(cell / weights.length);
      tally.weight[row] = weights[cell % weights.length] ?? 0;
    }
    const counts = key === cell * 2 ? tally.wrong : tally.right;
    counts[row] = (counts[row] ?? 0) + 1;
  }
  return tally;
}

function runs(keys: Float64Array): number {
  let count = 0;
  let last = -1;
  for (const key of keys) {
    const cell = Math.floor(key / 2);
    if (cell !== last) count += 1;
    last = cell;
  }
  return count;
}
