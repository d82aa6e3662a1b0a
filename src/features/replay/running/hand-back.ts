import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { Begun } from './begin-next.ts';

/** Lets one wait again whose process was told to stop; that it was begun does not count against it. */
export async function handBack(db: Db, { replayId, attempt }: Begun): Promise<void> {
  await db.run(sql`
    update replay
    set state = 'waiting', attempts = attempts - 1, alive_at = null, decisions = 0
    where replay_id = ${replayId} and state = 'running' and attempts = ${attempt}`);
}
