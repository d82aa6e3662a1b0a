import type { Cell, CodeColumn, Codes, Column, MapColumn } from './column.ts';
import { idLength, newCodes } from './column.ts';
import { openDictionary } from './dictionary.ts';

/** One column as it stands in one of several segments; null where the segment has none of that name. */
export type Part = { readonly rows: number; readonly column: Column | null };

/**
 * One column out of the same column of several segments: the rows named by `order`, counted through all parts.
 *
 * Null where no part has it. A field that held numbers in one segment and text in another (its type was changed in
 * between) becomes codes. Linear in the rows of the parts.
 *
 * @example gatherRows([{ rows: 2, column: a }, { rows: 1, column: null }], Uint32Array.of(2, 0)) // [none, a's first row]
 */
export function gatherRows(parts: readonly Part[], order: Uint32Array): Column | null {
  const kinds = new Set(parts.flatMap(({ column }) => column?.kind ?? []));
  if (kinds.size === 0) return null;
  if (kinds.has('ids')) return gatherIds(parts, order);
  if (kinds.has('maps')) return gatherMaps(parts, order);
  return kinds.has('codes') ? gatherCodes(parts, order) : gatherNumbers(parts, order);
}

function gatherIds(parts: readonly Part[], order: Uint32Array): Column {
  const all = new Uint8Array(totalOf(parts) * idLength);
  eachPart(parts, ({ column }, first) => {
    if (column?.kind === 'ids') all.set(column.ids, first * idLength);
  });
  const ids = new Uint8Array(order.length * idLength);
  for (let row = 0; row < order.length; row++) {
    const from = order[row]! * idLength; // in range
    for (let i = 0; i < idLength; i++) ids[row * idLength + i] = all[from + i]!; // in range
  }
  return { kind: 'ids', ids };
}

function gatherNumbers(parts: readonly Part[], order: Uint32Array): Column {
  const all = new Float64Array(totalOf(parts)).fill(Number.NaN);
  eachPart(parts, ({ column }, first) => {
    if (column?.kind === 'numbers') all.set(column.numbers, first);
  });
  return { kind: 'numbers', numbers: Float64Array.from(order, (row) => all[row]!) }; // in range
}

function gatherCodes(parts: readonly Part[], order: Uint32Array): Column {
  const dictionary = openDictionary<Cell>();
  const all = new Uint32Array(totalOf(parts));
  eachPart(parts, ({ rows, column }, first) => {
    if (column?.kind === 'codes') {
      const places = column.dictionary.map(dictionary.placeOf);
      for (let row = 0; row < rows; row++) all[first + row] = places[column.codes[row]!]!; // codes are places
    } else {
      for (let row = 0; row < rows; row++) all[first + row] = dictionary.placeOf(numberAt(column, row));
    }
  });
  return usedCodes(
    order.map((row) => all[row]!), // in range
    dictionary.values,
  );
}

function numberAt(column: Column | null, row: number): number | null {
  if (column?.kind !== 'numbers') return null;
  const number = column.numbers[row] ?? Number.NaN;
  return Number.isNaN(number) ? null : number;
}

/** The same codes with a dictionary of nothing but what they use, in the order of first use. */
function usedCodes(rows: Uint32Array, all: readonly Cell[]): CodeColumn {
  const places = new Map<number, number>();
  for (const place of rows) if (!places.has(place)) places.set(place, places.size);
  const codes = newCodes(places.size, rows.length);
  for (let row = 0; row < rows.length; row++) codes[row] = places.get(rows[row]!)!; // just put there
  return { kind: 'codes', codes, dictionary: Array.from(places.keys(), (place) => all[place]!) }; // places of all
}

function gatherMaps(parts: readonly Part[], order: Uint32Array): Column {
  const dictionary = openDictionary<string>();
  const from = parts.map(({ column }) => {
    const maps = column?.kind === 'maps' ? column : null;
    return { maps, places: maps?.dictionary.map(dictionary.placeOf) ?? [] };
  });
  const owner = new Uint32Array(totalOf(parts));
  eachPart(parts, ({ rows }, first, index) => owner.fill(index, first, first + rows));
  const firsts: number[] = [];
  eachPart(parts, (_, first) => firsts.push(first));
  const ends = new Uint32Array(order.length);
  const keys: number[] = [];
  const values: number[] = [];
  for (let at = 0; at < order.length; at++) {
    const row = order[at]!; // in range
    const index = owner[row]!; // in range
    const { maps, places } = from[index]!; // one per part
    if (maps) copyEntries(maps, row - firsts[index]!, { places, keys, values });
    ends[at] = keys.length;
  }
  return {
    kind: 'maps',
    ends,
    keys: narrow(keys, dictionary.values.length),
    values: Float64Array.from(values),
    dictionary: dictionary.values,
  };
}

function copyEntries(
  { ends, keys, values }: MapColumn,
  row: number,
  into: { places: readonly number[]; keys: number[]; values: number[] },
): void {
  for (let entry = row === 0 ? 0 : ends[row - 1]!; entry < ends[row]!; entry++) {
    into.keys.push(into.places[keys[entry]!]!); // keys are places of the dictionary
    into.values.push(values[entry]!); // one per key
  }
}

function narrow(found: readonly number[], dictionarySize: number): Codes {
  const codes = newCodes(dictionarySize, found.length);
  codes.set(found);
  return codes;
}

function totalOf(parts: readonly Part[]): number {
  return parts.reduce((total, { rows }) => total + rows, 0);
}

function eachPart(parts: readonly Part[], visit: (part: Part, first: number, index: number) => void): void {
  let first = 0;
  for (const [index, part] of parts.entries()) {
    visit(part, first, index);
    first += part.rows;
  }
}
