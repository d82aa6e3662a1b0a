import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { WaitingCommit } from './lay-out-entries.ts';

/** How much one round takes; the commit that crosses a bound is taken whole. */
export type RoundLimits = { entries: number; bytes: number };

/**
 * Takes the oldest waiting commits out of the outbox. Never by a remembered place in it: transactions commit out of
 * order, and "everything after the last one" would lose those that were late.
 *
 * A commit whose id is in the log already stays where it is, visible as waiting and in nobody's way: taking it would
 * stop the log for good, dropping it would hide the mistake.
 */
export async function takeCommits(tx: Tx, most: RoundLimits): Promise<WaitingCommit[]> {
  const rows = await tx.rows<{ commit_id: string; entry_count: number; entries: Buffer }>({
    name: 'ledger-take',
    ...sql`
      with waiting as (
        select commit_id, written_at, entry_count, octet_length(entries) as bytes
        from ledger_outbox
        where not exists (select from ledger_commit where ledger_commit.commit_id = ledger_outbox.commit_id)
        order by written_at, commit_id
        limit ${most.entries}),
      counted as (
        select commit_id,
          sum(entry_count) over so_far - entry_count as entries_before,
          sum(bytes) over so_far - bytes as bytes_before
        from waiting
        window so_far as (order by written_at, commit_id rows unbounded preceding)),
      taken as (
        delete from ledger_outbox
        where commit_id in (
          select commit_id from counted
          where entries_before < ${most.entries} and bytes_before < ${most.bytes})
        returning commit_id, written_at, entry_count, entries)
      select commit_id, entry_count, entries
      from taken
      order by written_at, commit_id`,
  });
  return rows.map((row) => ({ commitId: row.commit_id, entryCount: row.entry_count, entries: row.entries }));
}
