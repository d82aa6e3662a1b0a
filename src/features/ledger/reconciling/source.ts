import type { EntryKind } from '../../../core/ledger/kinds.ts';
import { type Sql, sql } from '../../../db/sql.ts';

/**
 * Rows that each stand on one entry, as the feature that owns them tells.
 *
 * `sql` selects them with the columns `subject` (the row's id, which the entry names in `about` under `label`),
 * `written_at`, `commit_id` and `entry_index`. The last two may be null where rows keep no pointer; then the entry is
 * looked for among those about the row. It becomes a subquery, so conditions reach the indexes of its tables.
 */
export type ReconciliationSource = { kind: EntryKind | readonly EntryKind[]; label: string; sql: string };

/** The kinds of entry that make such a row; a settlement has two. */
export function kindsOf({ kind }: ReconciliationSource): readonly EntryKind[] {
  return typeof kind === 'string' ? [kind] : kind;
}

/** A row with the entry it points to. */
export type PointingRow = { subject: string; commit_id: string | null; entry_index: number | null };

/** Rows written at or after `from` and before `to`, ordered by id, at most `limit` of those after `after`. */
export function rowsWritten(
  source: ReconciliationSource,
  page: { from: Date; to: Date; after: string | null; limit: number },
): Sql {
  const { text, values } = sql`
    where written_at >= ${page.from}
      and written_at < ${page.to}
      and (${page.after}::uuid is null or subject > ${page.after}::uuid)
    order by subject
    limit ${page.limit}`;
  return { text: `select subject, commit_id, entry_index from (${source.sql}) as source ${text}`, values };
}

/** Those of the given rows that exist. */
export function rowsById(source: ReconciliationSource, subjects: readonly string[]): Sql {
  const { text, values } = sql`where subject = any(${subjects}::uuid[])`;
  return { text: `select subject, commit_id, entry_index from (${source.sql}) as source ${text}`, values };
}
