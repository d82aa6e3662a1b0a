import { bytesText, joinBytes, textBytes } from '../ledger/bytes.ts';
import type { Column, Columns } from './column.ts';
import { decodeColumn } from './decode-column.ts';
import { encodeColumn } from './encode-column.ts';

// A small segment in one value: a hundred rows in fifteen columns are not worth fifteen rows of a table.
//
//   length u32 | names and lengths of the columns as JSON | the columns, one after the other

/** All columns in one piece of bytes, ready to be compressed. */
export function packColumns(columns: Columns): Uint8Array {
  const encoded = [...columns].map(([name, column]) => ({ name, bytes: encodeColumn(column) }));
  const directory = textBytes(JSON.stringify(encoded.map(({ name, bytes }) => [name, bytes.length])));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, directory.length, true);
  return joinBytes(length, directory, ...encoded.map(({ bytes }) => bytes));
}

/**
 * Reads columns out of what `packColumns` wrote: those named, or all.
 *
 * @throws RangeError when the bytes are damaged.
 */
export function unpackColumns(packed: Uint8Array, wanted: ReadonlySet<string> | null = null): Columns {
  const { directory, end } = readDirectory(packed);
  const columns = new Map<string, Column>();
  let at = end;
  for (const [name, length] of directory) {
    if (wanted === null || wanted.has(name))
      columns.set(name, decodeColumn(packed.subarray(at, at + length)));
    at += length;
  }
  return columns;
}

/** The names of the columns in it. */
export function columnNamesIn(packed: Uint8Array): string[] {
  return readDirectory(packed).directory.map(([name]) => name);
}

function readDirectory(packed: Uint8Array): { directory: [string, number][]; end: number } {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const end = 4 + view.getUint32(0, true);
  return { directory: JSON.parse(bytesText(packed.subarray(4, end))) as [string, number][], end }; // what was written
}
