// Decisions by column: what a replay reads of ten million of them is a handful of typed arrays.

/** Small whole numbers, as narrow as the dictionary allows. */
export type Codes = Uint8Array | Uint16Array | Uint32Array;

/** A value of a dictionary; null stands for "none". */
export type Cell = string | number | boolean | null | { readonly [key: string]: Cell };

/** All-zero bytes in `ids` stand for "none". */
export type IdColumn = { readonly kind: 'ids'; readonly ids: Uint8Array };
/** NaN stands for "none": no number that is recorded is one. */
export type NumberColumn = { readonly kind: 'numbers'; readonly numbers: Float64Array };
/** Each row is a place in the dictionary. */
export type CodeColumn = {
  readonly kind: 'codes';
  readonly codes: Codes;
  readonly dictionary: readonly Cell[];
};
/** Some numbers by key in each row; the entries of row i end at `ends[i]` and begin where the row before ends. */
export type MapColumn = {
  readonly kind: 'maps';
  readonly ends: Uint32Array;
  readonly keys: Codes;
  readonly values: Float64Array;
  readonly dictionary: readonly string[];
};
export type Column = IdColumn | NumberColumn | CodeColumn | MapColumn;

/** Columns of the same rows, by name. One that is not there is "none" in every row. */
export type Columns = ReadonlyMap<string, Column>;

export const idLength = 16;

export function rowsOf(column: Column): number {
  switch (column.kind) {
    case 'ids':
      return column.ids.length / idLength;
    case 'numbers':
      return column.numbers.length;
    case 'codes':
      return column.codes.length;
    case 'maps':
      return column.ends.length;
  }
}

/** Codes for a dictionary of this size, all 0. */
export function newCodes(dictionarySize: number, rows: number): Codes {
  if (dictionarySize <= 0x100) return new Uint8Array(rows);
  return dictionarySize <= 0x10000 ? new Uint16Array(rows) : new Uint32Array(rows);
}

/** About what a column takes in memory; text counts two bytes a character and its header. */
export function bytesOf(column: Column): number {
  switch (column.kind) {
    case 'ids':
      return column.ids.byteLength;
    case 'numbers':
      return column.numbers.byteLength;
    case 'codes':
      return column.codes.byteLength + dictionaryBytes(column.dictionary);
    case 'maps':
      return (
        column.ends.byteLength +
        column.keys.byteLength +
        column.values.byteLength +
        dictionaryBytes(column.dictionary)
      );
  }
}

function dictionaryBytes(dictionary: readonly Cell[]): number {
  let bytes = 0;
  for (const cell of dictionary) {
    bytes += 32;
    if (typeof cell === 'string') bytes += 2 * cell.length;
    else if (typeof cell === 'object' && cell !== null) bytes += 400;
  }
  return bytes;
}
