import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { WaitingCommit } from './lay-out-entries.ts';

/** How much one round takes; the commit that crosses a bound is taken whole. */
export type RoundLimits = { entries: number; bytes: number };

type Waiting = { commit_id: string; entry_count: number; bytes: number };

/**
 * Reads the oldest waiting commits. Never by a remembered place among them: transactions commit out of order, and
 * "everything after the last one" would lose those that were late.
 *
 * Two statements that can only be planned as look-ups in an index, whatever the statistics say: nothing waits most of
 * the time, and millions may after an outage.
 */
export async function takeCommits(tx: Tx, most: RoundLimits): Promise<WaitingCommit[]> {
  const next = withinLimits(await selectOldest(tx, most.entries), most);
  if (next.length === 0) return [];
  const rows = await tx.rows<{ commit_id: string; entries: Buffer }>({
    name: 'ledger-take',
    ...sql`
      select commit_id, entries
      from ledger_commit
      where commit_id = any(${next.map((commit) => commit.commit_id)}::uuid[])
        and position is null`,
  });
  const entries = new Map(rows.map((row) => [row.commit_id, row.entries]));
  return next.map(({ commit_id: commitId, entry_count: entryCount }) => {
    const taken = entries.get(commitId);
    if (!taken) throw new Error(`commit ${commitId} has left the outbox under the leader’s hands`);
    return { commitId, entryCount, entries: taken };
  });
}

function selectOldest(tx: Tx, most: number): Promise<Waiting[]> {
  return tx.rows({
    name: 'ledger-oldest',
    ...sql`
      select commit_id, entry_count, octet_length(entries) as bytes
      from ledger_commit
      where position is null
      order by written_at, commit_id
      limit ${most}`,
  });
}

function withinLimits(waiting: readonly Waiting[], most: RoundLimits): Waiting[] {
  let entries = 0;
  let bytes = 0;
  const end = waiting.findIndex((commit) => {
    const full = entries >= most.entries || bytes >= most.bytes;
    entries += commit.entry_count;
    bytes += commit.bytes;
    return full;
  });
  return end < 0 ? [...waiting] : waiting.slice(0, end);
}
