import type { Cell, Columns } from '../segments/column.ts';
import { columnNames } from '../segments/recorded-decision.ts';
import type { MetadataValue } from '../use-cases/check-metadata.ts';
import { sliceText } from '../use-cases/slice.ts';

/** Most slices of one replay, unless said otherwise; values beyond are one slice more, together. */
export const mostSlices = 200;
export const otherSlice = 'other';

/** A slice by name; null is "no value". */
export type SliceName = string | null;

export type Slices = {
  readonly names: readonly SliceName[];
  /** The slice of each row of a segment, as a place in `names`. */
  readonly of: (columns: Columns) => (row: number) => number;
  /** The slice of a value of the column. */
  readonly placeOf: (cell: Cell) => number;
};

/** The column that a slice is made of. */
export function sliceColumn(sliceBy: string): string {
  return sliceBy === 'model' ? columnNames.modelVersion : sliceBy;
}

/**
 * Slices by class, model version or a metadata field, in the order of first appearance. Numbers are sliced by their
 * order of magnitude, or every amount would be a slice of its own.
 *
 * @example openSlices('metadata.country', new Map()).of(columns)(0) // 0, and names is ['DE']
 */
export function openSlices(
  sliceBy: string | null,
  modelNames: ReadonlyMap<string, string>,
  most = mostSlices,
): Slices {
  const names: SliceName[] = [];
  const places = new Map<SliceName, number>();
  function placeOf(name: SliceName): number {
    const known = places.get(name);
    if (known !== undefined) return known;
    if (names.length >= most && name !== otherSlice) return placeOf(otherSlice);
    places.set(name, names.length);
    return names.push(name) - 1;
  }
  function nameOf(cell: Cell): SliceName {
    if (cell === null) return null;
    if (typeof cell === 'number') return magnitudeOf(cell);
    const text = sliceText(cell as MetadataValue); // a field's value, a class or an id, as it was written
    return sliceBy === 'model' ? (modelNames.get(text) ?? text) : text;
  }
  return {
    names,
    placeOf: (cell) => (sliceBy === null ? 0 : placeOf(nameOf(cell))),
    of(columns) {
      if (sliceBy === null) return () => 0;
      const column = columns.get(sliceColumn(sliceBy));
      if (column?.kind === 'codes') {
        const { codes } = column;
        const slices = new Int32Array(column.dictionary.length).fill(-1);
        return (row) => {
          const code = codes[row]!; // one a row
          // Only values that occur in the window become slices.
          if (slices[code]! < 0) slices[code] = placeOf(nameOf(column.dictionary[code]!)); // codes are places
          return slices[code]!; // just set
        };
      }
      if (column?.kind !== 'numbers') return () => placeOf(null);
      const { numbers } = column;
      return (row) => {
        const value = numbers[row]!; // one a row
        return placeOf(Number.isNaN(value) ? null : magnitudeOf(value));
      };
    },
  };
}

/** The largest slice first; of equal ones by name, so that the order is always the same. */
export function bySize(
  one: { readonly slice: SliceName; readonly decisions: number },
  other: { readonly slice: SliceName; readonly decisions: number },
): number {
  return other.decisions - one.decisions || ((one.slice ?? '') < (other.slice ?? '') ? -1 : 1);
}

/**
 * The decade a number lies in, in words.
 *
 * @example magnitudeOf(250) // '100 to 1000'
 * @example magnitudeOf(-3) // '-10 to -1'
 */
export function magnitudeOf(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1) return value > 0 ? '0 to 1' : '-1 to 0';
  let upper = 10;
  while (upper <= size && upper < 1e300) upper *= 10;
  return value > 0 ? `${upper / 10} to ${upper}` : `-${upper} to -${upper / 10}`;
}
