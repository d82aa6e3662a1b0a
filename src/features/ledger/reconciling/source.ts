import type { EntryKind } from '../../../core/ledger/kinds.ts';
import type { Sql } from '../../../db/sql.ts';

/**
 * Rows that each stand on one entry, as the feature that owns them tells. Both statements answer the columns `row_id`,
 * `commit_id` and `entry_index`; the last two are null where rows keep no pointer, and then the entry is looked for
 * among those about the row.
 */
export type ReconciliationSource = {
  /** What the rows are: decision, verdict … */
  what: string;
  /** Kinds of entry that make such a row. */
  kinds: readonly EntryKind[];
  /** The label under which these entries name the row in `about`. */
  label: string;
  /** Rows written at or after `from` and before `to`, ordered by id, at most `limit` of those after `afterId`. */
  rowsWritten(page: { from: Date; to: Date; afterId: string | null; limit: number }): Sql;
  /** Those of the given rows that exist, or once did and were erased. */
  rowsById(rowIds: readonly string[]): Sql;
};

/** A row with the entry it points to. */
export type PointingRow = { row_id: string; commit_id: string | null; entry_index: number | null };
