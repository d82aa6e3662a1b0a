import { joinBytes, textBytes } from '../ledger/bytes.ts';
import type { Cell, Codes, Column, MapColumn } from './column.ts';
import { newCodes, rowsOf } from './column.ts';
import { bytesBehind, toPlanes } from './planes.ts';

// A column in bytes, before compression:
//
//   version u8 | kind u8 | encoding u8 | 0 | rows u32 | body
//   ids:     16 planes
//   numbers: as they are: 8 planes | coded: count u32, doubles, planes of codes | steps: first double, 4 planes of i32
//   codes:   length u32, dictionary as JSON, planes of codes
//   maps:    length u32, keys as JSON, entries u32, 4 planes of entries per row, planes of keys, values as numbers
//
// Numbers are little-endian; the width of codes follows from the size of their dictionary.

export const columnVersion = 1;
export const kinds = ['ids', 'numbers', 'codes', 'maps'] as const;
export const encodings = { plain: 0, coded: 1, steps: 2 } as const;

/** A column as bytes, ready to be compressed; `decodeColumn` gives it back exactly. Linear in the rows. */
export function encodeColumn(column: Column): Uint8Array {
  switch (column.kind) {
    case 'ids':
      return withHead(column, encodings.plain, toPlanes(column.ids, 16));
    case 'numbers':
      return encodeNumbers(column.numbers);
    case 'codes':
      return withHead(
        column,
        encodings.plain,
        ...dictionaryParts(column.dictionary),
        codePlanes(column.codes),
      );
    case 'maps':
      return withHead(column, encodings.plain, ...mapParts(column));
  }
}

function withHead(column: Column, encoding: number, ...body: readonly Uint8Array[]): Uint8Array {
  const head = new Uint8Array(8);
  head.set([columnVersion, kinds.indexOf(column.kind), encoding]);
  new DataView(head.buffer).setUint32(4, rowsOf(column), true);
  return joinBytes(head, ...body);
}

function dictionaryParts(dictionary: readonly Cell[]): [Uint8Array, Uint8Array] {
  const text = textBytes(JSON.stringify(dictionary));
  return [u32(text.length), text];
}

function codePlanes(codes: Codes): Uint8Array {
  return toPlanes(bytesBehind(codes), codes.BYTES_PER_ELEMENT);
}

function mapParts({ ends, keys, values, dictionary }: MapColumn): Uint8Array[] {
  const counts = ends.map((end, row) => end - (row === 0 ? 0 : ends[row - 1]!)); // in range
  return [
    ...dictionaryParts(dictionary),
    u32(values.length),
    toPlanes(bytesBehind(counts), 4),
    codePlanes(keys),
    encodeNumbers(values),
  ];
}

/** Times of decisions in order are small steps; confidences are often rounded to few values; the rest stays as it is. */
function encodeNumbers(numbers: Float64Array): Uint8Array {
  const column = { kind: 'numbers', numbers } as const;
  const steps = stepsOf(numbers);
  if (steps) return withHead(column, encodings.steps, f64(numbers[0] ?? 0), toPlanes(bytesBehind(steps), 4));
  const coded = codeNumbers(numbers);
  if (coded) {
    const { codes, values } = coded;
    return withHead(column, encodings.coded, u32(values.length), bytesBehind(values), codePlanes(codes));
  }
  return withHead(column, encodings.plain, toPlanes(bytesBehind(numbers), 8));
}

const widestStep = 2 ** 31 - 1;

/** Differences from row to row, where all are whole and fit 32 bits; the first is 0. */
function stepsOf(numbers: Float64Array): Int32Array | null {
  const steps = new Int32Array(numbers.length);
  for (let row = 0; row < numbers.length; row++) {
    const value = numbers[row]!; // in range
    // -0 passes for whole; it is rare and must come back as it was.
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) return null;
    const step = row === 0 ? 0 : value - numbers[row - 1]!; // in range
    if (Math.abs(step) > widestStep) return null;
    steps[row] = step;
  }
  return steps;
}

/** Null where more than a quarter of the values are different, or where -0 is among them, which a Map takes for 0. */
function codeNumbers(numbers: Float64Array): { codes: Codes; values: Float64Array } | null {
  const most = Math.min(0x10000, Math.max(16, numbers.length / 4));
  const places = new Map<number, number>();
  for (const value of numbers) {
    if (Object.is(value, -0)) return null;
    if (places.has(value)) continue;
    if (places.size >= most) return null;
    places.set(value, places.size);
  }
  const codes = newCodes(places.size, numbers.length);
  for (let row = 0; row < numbers.length; row++) codes[row] = places.get(numbers[row]!)!; // every value has its place
  return { codes, values: Float64Array.from(places.keys()) };
}

function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

function f64(value: number): Uint8Array {
  return bytesBehind(Float64Array.of(value));
}
