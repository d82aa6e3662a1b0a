import { compareIds } from './uuid-bytes.ts';

/** The time and id of every row; what rows are ordered by. */
export type RowKeys = { readonly recordedAt: Float64Array; readonly ids: Uint8Array };

/**
 * Row numbers in order of time, then id. Rows that are in order already, as those of one process mostly are, cost one
 * look each; else n log n.
 *
 * @example rowOrder({ recordedAt: Float64Array.of(7, 5), ids }) // Uint32Array [1, 0]
 */
export function rowOrder({ recordedAt, ids }: RowKeys): Uint32Array {
  const order = Uint32Array.from(recordedAt, (_, row) => row);
  const compare = (a: number, b: number) => recordedAt[a]! - recordedAt[b]! || compareIds(ids, a, ids, b); // rows of the columns
  const ordered = order.every((row) => row === 0 || compare(row - 1, row) <= 0);
  return ordered ? order : order.sort(compare);
}

/** The first row at or after a time; the number of rows where there is none. Rows are in order; log n. */
export function firstRowAt(recordedAt: Float64Array, atMs: number): number {
  let low = 0;
  let high = recordedAt.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (recordedAt[middle]! < atMs)
      low = middle + 1; // in range
    else high = middle;
  }
  return low;
}

/** The row with this time and id (row 0 of `wanted`), or -1. Rows are in order; log n. */
export function findRow({ recordedAt, ids }: RowKeys, recordedAtMs: number, wanted: Uint8Array): number {
  let low = firstRowAt(recordedAt, recordedAtMs);
  let high = firstRowAt(recordedAt, recordedAtMs + 1);
  while (low < high) {
    const middle = (low + high) >> 1;
    const difference = compareIds(ids, middle, wanted, 0);
    if (difference === 0) return middle;
    if (difference < 0) low = middle + 1;
    else high = middle;
  }
  return -1;
}
