import type { Columns } from '../segments/column.ts';
import { columnNames } from '../segments/recorded-decision.ts';
import { findRow } from '../segments/row-order.ts';
import { writeId } from '../segments/uuid-bytes.ts';

/** What people's resolution says of a decision; how it was sampled stands with the decision. */
export type Grade = { readonly decisionId: string; readonly recordedAtMs: number; readonly wrong: boolean };

/** Of a row: nobody has judged it, it was right, it was wrong. */
export const gradeCodes = { none: 0, right: 1, wrong: 2 } as const;

/**
 * Grades, which come after segments were made, laid over the rows of a segment. Those of other segments fall through.
 * Log of the rows for each grade.
 *
 * @example overlayGrades(columns, [{ decisionId, recordedAtMs, wrong: true }]) // Uint8Array [0, 0, 2, 0, …]
 */
export function overlayGrades(columns: Columns, grades: readonly Grade[]): Uint8Array | null {
  if (grades.length === 0) return null;
  const ids = columns.get(columnNames.decisionId);
  const recordedAt = columns.get(columnNames.recordedAt);
  if (ids?.kind !== 'ids' || recordedAt?.kind !== 'numbers') throw new Error('grades need ids and times');
  const keys = { ids: ids.ids, recordedAt: recordedAt.numbers };
  const overlay = new Uint8Array(recordedAt.numbers.length);
  const wanted = new Uint8Array(16);
  for (const { decisionId, recordedAtMs, wrong } of grades) {
    writeId(wanted, 0, decisionId);
    const row = findRow(keys, recordedAtMs, wanted);
    if (row >= 0) overlay[row] = wrong ? gradeCodes.wrong : gradeCodes.right;
  }
  return overlay;
}
