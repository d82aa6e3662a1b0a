// A labelled decision as calibration sees it, and many of them as columns.
import { microUnits } from './micro-units.ts';

export type Observation = {
  readonly confidence: number;
  readonly correct: boolean;
  /**
   * How many decisions this label speaks for: decisions in its stratum by labels in it, N_h/n_h. One by the inclusion
   * probability does too, but then the sizes of strata are estimated as well, and intervals that say 95 % hold for 92 %.
   * A weight of 3 is one label, not three: it moves estimates like three and certainty like less than one.
   */
  readonly weight: number;
  /** True when only the audit draw brought it to people, false when a rule did; absent where nobody knows. */
  readonly audited?: boolean;
};

/** The same, for many: one entry per label in every column. */
export type Columns = {
  readonly confidence: Float64Array;
  readonly correct: Uint8Array;
  readonly weight: Float64Array;
  readonly audited?: Uint8Array;
};

/** Labels that were left out, by the column that was at fault. */
export type Unusable = { readonly confidence: number; readonly correct: number; readonly weight: number };

/**
 * Columns of single observations; the source is kept only when every one of them has it. Linear.
 *
 * @example columnsOf([{ confidence: 0.9, correct: true, weight: 20, audited: true }])
 */
export function columnsOf(observations: readonly Observation[]): Columns {
  const columns = {
    confidence: Float64Array.from(observations, ({ confidence }) => confidence),
    correct: Uint8Array.from(observations, ({ correct }) => (correct ? 1 : 0)),
    weight: Float64Array.from(observations, ({ weight }) => weight),
  };
  if (observations.length === 0 || observations.some(({ audited }) => audited === undefined)) return columns;
  return { ...columns, audited: Uint8Array.from(observations, ({ audited }) => (audited ? 1 : 0)) };
}

/**
 * Keeps the labels that can be used and counts the others: nothing is clamped, and nothing disappears silently
 * (statistics.md 1.0). The columns themselves come back when every label is usable. Linear.
 */
export function usableColumns(columns: Columns): { readonly columns: Columns; readonly unusable: Unusable } {
  const length = columns.confidence.length;
  const others = [columns.correct, columns.weight, ...(columns.audited ? [columns.audited] : [])];
  if (others.some((column) => column.length !== length)) throw new RangeError('columns differ in length');
  const unusable = { confidence: 0, correct: 0, weight: 0 };
  const keep: number[] = [];
  for (let row = 0; row < length; row += 1) {
    const fault = faultOf(columns, row);
    if (fault) unusable[fault] += 1;
    else keep.push(row);
  }
  return { columns: keep.length === length ? columns : pick(columns, keep), unusable };
}

/** The rows at the given places, in that order. Linear in the places. */
export function pick(columns: Columns, rows: readonly number[] | Uint32Array): Columns {
  const picked = {
    confidence: take(new Float64Array(rows.length), columns.confidence, rows),
    correct: take(new Uint8Array(rows.length), columns.correct, rows),
    weight: take(new Float64Array(rows.length), columns.weight, rows),
  };
  if (!columns.audited) return picked;
  return { ...picked, audited: take(new Uint8Array(rows.length), columns.audited, rows) };
}

function take<Column extends Float64Array | Uint8Array>(
  into: Column,
  from: Column,
  rows: readonly number[] | Uint32Array,
): Column {
  for (let place = 0; place < rows.length; place += 1) into[place] = from[rows[place] ?? 0] ?? 0;
  return into;
}

/** No label speaks for more decisions than there are, and squares of weights must neither vanish nor overflow. */
const leastWeight = 1e-12;
const mostWeight = 1e12;

function faultOf(columns: Columns, row: number): keyof Unusable | null {
  const weight = columns.weight[row] ?? Number.NaN;
  if (microUnits(columns.confidence[row] ?? Number.NaN) === null) return 'confidence';
  if ((columns.correct[row] ?? 2) > 1) return 'correct';
  return weight >= leastWeight && weight <= mostWeight ? null : 'weight';
}
