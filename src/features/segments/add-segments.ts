import { columnsOf } from '../../core/segments/columns-of.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import type { LedgerEntry } from '../ledger/reactions.ts';
import { loadRecorded } from './load-recorded.ts';
import { writeSmallSegment } from './write-segment.ts';

/**
 * Turns newly recorded decisions into small segments, one per use case. The ledger's cursor moves in the same
 * transaction, so each decision is in exactly one segment; where the cursor was set back, what was read before is passed by.
 */
export async function addSegments(tx: Tx, at: Date, entries: readonly LedgerEntry[]): Promise<void> {
  const last = entries.at(-1);
  if (!last) return;
  const read = await readBefore(tx, entries);
  const decisionIds = entries.flatMap(({ position, entry }) =>
    position >= (read.get(entry.about.useCase ?? '') ?? 0) ? (entry.about.decision ?? []) : [],
  );
  if (decisionIds.length === 0) return;
  const readTo = last.position + 1;
  for (const [useCaseId, decisions] of await loadRecorded(tx, decisionIds)) {
    await writeSmallSegment(tx, { useCaseId, columns: columnsOf(decisions), at, readTo });
  }
}

/** How far each use case of these entries has been read. */
async function readBefore(tx: Tx, entries: readonly LedgerEntry[]): Promise<Map<string, number>> {
  const useCaseIds = [...new Set(entries.flatMap(({ entry }) => entry.about.useCase ?? []))];
  const rows = await tx.rows<{ use_case_id: string; read_to: number }>({
    name: 'segments-read',
    ...sql`
      select given.use_case_id, furthest.read_to
      from unnest(${useCaseIds}::uuid[]) as given (use_case_id)
      cross join lateral (
        select read_to
        from decision_segment
        where decision_segment.use_case_id = given.use_case_id
        order by read_to desc
        limit 1) as furthest`,
  });
  return new Map(rows.map((row) => [row.use_case_id, row.read_to]));
}
