import { MOST_ENTRIES_PER_COMMIT } from '../../../core/ledger/entry.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';

export type Settled = { decision_id: string; use_case_id: string; position: number };

const mostAtOnce = 200;

/**
 * Settlements whose ledger entries stand after a place, in the order of the log, how far that reaches, and whether there
 * may be more. One statement, one snapshot: what stands before the size it sees is seen as well. A commit that starts
 * further back than the longest one reaches ends before the place.
 */
export async function settledAfter(
  db: Db,
  place: number,
  useCaseId: string | null,
): Promise<{ settled: Settled[]; seenTo: number; more: boolean }> {
  const rows = await db.rows<Settled & { size: number; decision_id: string | null }>({
    name: 'settled-after',
    ...sql`
      select ledger_log.size, settled.decision_id, settled.use_case_id, settled.position
      from ledger_log
      left join lateral (
        select settlement.decision_id, settlement.use_case_id, ledger_commit.position + settlement.entry_index as position
        from ledger_commit
        join settlement using (commit_id)
        where ledger_commit.position > ${place}::bigint - ${MOST_ENTRIES_PER_COMMIT}::integer
          and ledger_commit.position + settlement.entry_index > ${place}::bigint
          and (${useCaseId}::uuid is null or settlement.use_case_id = ${useCaseId}::uuid)
        order by ledger_commit.position, settlement.entry_index
        limit ${mostAtOnce}) as settled on true
      order by settled.position`,
  });
  const settled = rows.filter((row) => row.decision_id !== null);
  const last = settled.at(-1)?.position ?? place;
  const size = rows[0]?.size ?? 0;
  const more = settled.length === mostAtOnce;
  // A full answer may be followed by more; otherwise everything up to the size was seen.
  return { settled, seenTo: more ? last : Math.max(place, size - 1), more };
}

/** The place of the last entry of the log; -1 while it is empty. */
export async function lastPlace(db: Db): Promise<number> {
  const row = await db.row<{ size: number }>(sql`select size from ledger_log`);
  return (row?.size ?? 0) - 1;
}
