// What segments hold, as plain values.
import type { Column, Columns } from '../core/segments/column.ts';
import { idAt } from '../core/segments/uuid-bytes.ts';
import type { Db } from '../db/database.ts';
import type { ColumnCache } from '../features/segments/column-cache.ts';
import { readColumns } from '../features/segments/read-columns.ts';

export type SegmentedRow = Readonly<Record<string, unknown>>;

/** The decisions of a window out of segments, in their order: one plain object each, of the wanted columns. */
export async function segmentedRows(
  db: Db,
  useCaseId: string,
  columns: readonly string[],
  {
    fromMs = 0,
    beforeMs = 1e14,
    cache = null,
  }: { fromMs?: number; beforeMs?: number; cache?: ColumnCache | null } = {},
): Promise<SegmentedRow[]> {
  const rows: SegmentedRow[] = [];
  for await (const slice of readColumns(db, { useCaseId, fromMs, beforeMs, columns }, cache)) {
    for (let row = slice.first; row < slice.end; row++) rows.push(rowAt(slice.columns, columns, row));
  }
  return rows;
}

function rowAt(columns: Columns, names: readonly string[], row: number): SegmentedRow {
  return Object.fromEntries(names.map((name) => [name, cellAt(columns.get(name), row)]));
}

/** A cell of any column as a plain value; none is null. */
export function cellAt(column: Column | null | undefined, row: number): unknown {
  switch (column?.kind) {
    case 'ids':
      return idAt(column.ids, row);
    case 'numbers':
      return Number.isNaN(column.numbers[row]) ? null : column.numbers[row];
    case 'codes':
      return column.dictionary[column.codes[row]!]; // a place of it
    case 'maps': {
      const from = row === 0 ? 0 : column.ends[row - 1]!; // in range
      const values = [...column.values.subarray(from, column.ends[row])];
      // In the order they came.
      const entries = values.map((value, i) => [column.dictionary[column.keys[from + i]!], value]); // a place of it
      return entries.length === 0 ? null : entries;
    }
    default:
      return null;
  }
}
