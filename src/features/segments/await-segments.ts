import { setTimeout as sleep } from 'node:timers/promises';
import { MOST_ENTRIES_PER_COMMIT } from '../../core/ledger/entry.ts';
import type { Db } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { segmentsReaction } from './segments-reaction.ts';

/** Entries that are not in segments yet, of those written before it was asked; 0 is all. */
export type Behind = { entries: number };

const lookEveryMs = 50;

/**
 * Waits until everything that was committed before the call is in segments. Answers what is still missing when the time
 * is up or the signal comes: no process does background work, or a reaction is stuck.
 */
export async function awaitSegments(
  db: Db,
  { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal },
): Promise<Behind> {
  const endMs = performance.now() + timeoutMs;
  const asked = await db.row<{ now: Date }>(sql`select clock_timestamp() as now`);
  const askedAt = asked?.now ?? new Date(0);
  for (;;) {
    const behind = await entriesBehind(db, askedAt);
    if (behind.entries === 0 || performance.now() >= endMs || signal?.aborted) return behind;
    await sleep(lookEveryMs, undefined, { ref: false });
  }
}

/** In commits that wait for their place, and in those placed behind what the reaction has read. */
async function entriesBehind(db: Db, askedAt: Date): Promise<Behind> {
  const row = await db.row<Behind>({
    name: 'segments-behind',
    ...sql`
      with cursor as (
        select coalesce(max(position), 0) as position from ledger_cursor where reaction = ${segmentsReaction}),
      missing as (
        select entry_count from ledger_commit where position is null and written_at <= ${askedAt}
        union all
        select entry_count
        from ledger_commit, cursor
        where ledger_commit.position > cursor.position - ${MOST_ENTRIES_PER_COMMIT}::integer
          and ledger_commit.position + entry_count > cursor.position
          and written_at <= ${askedAt})
      select coalesce(sum(entry_count), 0)::integer as entries from missing`,
  });
  return row ?? { entries: 0 };
}
