import { columnsOf } from '../../core/segments/columns-of.ts';
import type { Tx } from '../../db/database.ts';
import type { LedgerEntry } from '../ledger/reactions.ts';
import { loadRecorded } from './load-recorded.ts';
import { writeSmallSegment } from './write-segment.ts';

/**
 * Turns newly recorded decisions into small segments, one per use case. The ledger's cursor moves in the same
 * transaction, so each decision is in exactly one segment.
 */
export async function addSegments(tx: Tx, at: Date, entries: readonly LedgerEntry[]): Promise<void> {
  const decisionIds = entries.flatMap(({ entry }) => entry.about.decision ?? []);
  for (const [useCaseId, decisions] of await loadRecorded(tx, decisionIds)) {
    await writeSmallSegment(tx, { useCaseId, columns: columnsOf(decisions), at });
  }
}
