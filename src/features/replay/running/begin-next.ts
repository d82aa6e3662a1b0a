import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';

/** A replay a process has begun, and which time it was begun: what the process says of it counts for that time only. */
export type Begun = { replayId: string; attempt: number };

/** Without a sign of life for so long, the process that ran it is taken to have ended. */
export const silentMs = 30_000;

/** A replay whose process ended three times will most likely end the next one as well. */
export const mostAttempts = 3;

/** Begins the one that has waited longest, or whose process has ended. That it was begun is counted before it runs. */
export async function beginNext(db: Db, at: Date): Promise<Begun | null> {
  const row = await db.row<{ replay_id: string; attempts: number }>({
    name: 'begin-next-replay',
    ...sql`
      update replay
      set state = 'running', attempts = attempts + 1, started_at = coalesce(started_at, ${at}), alive_at = ${at},
        decisions = 0
      where replay_id = (
        select replay_id
        from replay
        where attempts < ${mostAttempts}
          and (state = 'waiting' or (state = 'running' and alive_at < ${new Date(at.getTime() - silentMs)}))
        order by requested_at
        limit 1
        for update skip locked)
      returning replay_id, attempts`,
  });
  return row ? { replayId: row.replay_id, attempt: row.attempts } : null;
}
