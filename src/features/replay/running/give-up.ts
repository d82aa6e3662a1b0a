import type { Actor } from '../../../core/access/actor.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { endReplay } from '../end-replay.ts';
import { mostAttempts, silentMs } from './begin-next.ts';

const because = `It was begun ${mostAttempts} times, and each time the process that ran it ended, or lost its database, before it was done. Ask for it again with a shorter window; if that ends the same way, the log of the process tells more.`;

/** Ends replays that were begun as often as they may be and whose last process is silent, too. */
export async function giveUp({ db, log }: Pick<Deps, 'db' | 'log'>, actor: Actor, at: Date): Promise<void> {
  const lost = await db.rows<{ replay_id: string; attempts: number }>({
    name: 'lost-replays',
    ...sql`
      select replay_id, attempts
      from replay
      where state = 'running' and attempts >= ${mostAttempts} and alive_at < ${new Date(at.getTime() - silentMs)}`,
  });
  for (const { replay_id: replayId, attempts: attempt } of lost) {
    const ending = { replayId, attempt, event: 'fail', actor, at, because } as const;
    const ended = await db.atomically((tx) => endReplay(tx, ending));
    if (ended) log.error({ replayId, attempt }, 'a replay took its processes down and is not begun again');
  }
}
