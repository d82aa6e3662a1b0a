import type { Replay } from '../../../contract/replays.ts';
import type { Actor } from '../../../core/access/actor.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { endReplay } from '../end-replay.ts';
import { getReplay } from '../queries.ts';

/** Cancels a replay; the process that runs it looks several times a second. */
export async function cancelReplay({ db }: Deps, actor: Actor, replayId: string, at: Date): Promise<Replay> {
  const replay = await getReplay(db, replayId);
  const cancelled = await db.atomically((tx) => endReplay(tx, { replayId, event: 'cancel', actor, at }));
  if (cancelled) return getReplay(db, replayId);
  throw new Refusal('conflict', 'replay.ended', `This replay has ended already: it is ${replay.state}.`, {
    todo: 'Nothing is left to be cancelled.',
  });
}
