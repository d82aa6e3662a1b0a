import { bytesText } from '../ledger/bytes.ts';
import type { Cell, Codes, Column } from './column.ts';
import { idLength, newCodes } from './column.ts';
import { columnVersion, encodings, kinds } from './encode-column.ts';
import { fromPlanes } from './planes.ts';

/**
 * Reads what `encodeColumn` wrote. Linear in the rows; the arrays are new, so the bytes may be let go.
 *
 * @throws RangeError when the bytes are damaged or of a later version.
 */
export function decodeColumn(bytes: Uint8Array): Column {
  return readColumn(openBytes(bytes));
}

function readColumn(from: Bytes): Column {
  const [version, kind, encoding] = from.take(4);
  if (version !== columnVersion)
    throw new RangeError(`a column of version ${version} cannot be read; this is version ${columnVersion}`);
  const rows = from.u32();
  switch (kinds[kind ?? -1]) {
    case 'ids':
      return { kind: 'ids', ids: fromPlanes(from.take(rows * idLength), idLength) };
    case 'numbers':
      return { kind: 'numbers', numbers: readNumbers(from, rows, encoding) };
    case 'codes': {
      const dictionary = readDictionary(from) as Cell[]; // what was written
      return { kind: 'codes', codes: readCodes(from, dictionary.length, rows), dictionary };
    }
    case 'maps':
      return readMaps(from, rows);
    default:
      throw new RangeError(`there is no column of kind ${kind}`);
  }
}

function readMaps(from: Bytes, rows: number): Column {
  const dictionary = readDictionary(from) as string[]; // what was written
  const entries = from.u32();
  const ends = new Uint32Array(fromPlanes(from.take(rows * 4), 4).buffer);
  for (let row = 1; row < rows; row++) ends[row]! += ends[row - 1]!; // in range
  const keys = readCodes(from, dictionary.length, entries);
  const values = readColumn(from);
  if (values.kind !== 'numbers' || values.numbers.length !== entries || (ends.at(-1) ?? 0) !== entries)
    throw new RangeError('the entries of a column do not belong to its rows');
  return { kind: 'maps', ends, keys, values: values.numbers, dictionary };
}

function readNumbers(from: Bytes, rows: number, encoding: number | undefined): Float64Array {
  if (encoding === encodings.plain) return new Float64Array(fromPlanes(from.take(rows * 8), 8).buffer);
  if (encoding === encodings.steps) return readSteps(from, rows);
  if (encoding !== encodings.coded) throw new RangeError(`there is no encoding ${encoding} of numbers`);
  const count = from.u32();
  const values = new Float64Array(new Uint8Array(from.take(count * 8)).buffer);
  const codes = readCodes(from, count, rows);
  const numbers = new Float64Array(rows);
  for (let row = 0; row < rows; row++) numbers[row] = values[codes[row]!]!; // codes are places of values
  return numbers;
}

function readSteps(from: Bytes, rows: number): Float64Array {
  let value = new Float64Array(new Uint8Array(from.take(8)).buffer)[0] ?? 0;
  const steps = new Int32Array(fromPlanes(from.take(rows * 4), 4).buffer);
  const numbers = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    value += steps[row]!; // in range
    numbers[row] = value;
  }
  return numbers;
}

function readDictionary(from: Bytes): unknown[] {
  const length = from.u32();
  const dictionary: unknown = JSON.parse(bytesText(from.take(length)));
  if (Array.isArray(dictionary)) return dictionary;
  throw new RangeError('the dictionary of a column is no list');
}

function readCodes(from: Bytes, dictionarySize: number, rows: number): Codes {
  const codes = newCodes(dictionarySize, 0);
  const width = codes.BYTES_PER_ELEMENT;
  const { buffer } = fromPlanes(from.take(rows * width), width);
  if (width === 1) return new Uint8Array(buffer);
  return width === 2 ? new Uint16Array(buffer) : new Uint32Array(buffer);
}

type Bytes = { take(length: number): Uint8Array; u32(): number };

function openBytes(bytes: Uint8Array): Bytes {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  function take(length: number): Uint8Array {
    if (at + length > bytes.length) throw new RangeError('a column ends before its rows do');
    at += length;
    return bytes.subarray(at - length, at);
  }
  return { take, u32: () => view.getUint32(take(4).byteOffset - bytes.byteOffset, true) };
}
