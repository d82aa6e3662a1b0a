import type { ReplayResult } from '../../../contract/replays.ts';
import type { ReplayExample } from '../../../core/replay/replay.ts';
import { sql } from '../../../db/sql.ts';
import { isDatabaseAway } from '../../../platform/database-away.ts';
import type { Deps } from '../../../platform/deps.ts';
import { endReplay } from '../end-replay.ts';
import type { Progress } from './execute-replay.ts';
import { type ReplayThread, ThreadFailure } from './replay-thread.ts';

/** Takes replays that wait, one at a time, and has them run in a thread; call `tick` several times a second. */
export type ReplayRunner = {
  tick(at: Date): Promise<void>;
  /** The one that is running, or null. */
  running(): string | null;
};

type Run = { replayId: string; progress: Progress | null; stop: AbortController };

const actor = { kind: 'system', duty: 'run-replays' } as const;
/** Without a sign of life for so long, the process that ran it is taken to have ended. */
const silentMs = 30_000;

export function openReplayRunner(deps: Deps, thread: ReplayThread): ReplayRunner {
  const { db, clock, log } = deps;
  let run: Run | null = null;

  async function begin(replayId: string): Promise<void> {
    const mine: Run = { replayId, progress: null, stop: new AbortController() };
    run = mine;
    try {
      const executed = await thread.ask<{ result: ReplayResult; examples: ReplayExample[] }>(
        { name: 'replay', replayId },
        { signal: mine.stop.signal, onProgress: note(mine) },
      );
      await tell(mine, clock.now());
      await db.atomically((tx) =>
        endReplay(tx, { replayId, event: 'finish', actor, at: clock.now(), ...executed }),
      );
    } catch (error) {
      if (mine.stop.signal.aborted) return;
      if (isAway(error)) log.warn({ err: error, replayId }, 'a replay was interrupted and will begin anew');
      else await fail(replayId, error);
    } finally {
      run = null;
    }
  }

  function note(mine: Run) {
    return (progress: Progress) => {
      mine.progress = progress;
    };
  }

  async function fail(replayId: string, error: unknown): Promise<void> {
    const expected = error instanceof ThreadFailure && error.expected;
    if (!expected) log.error({ err: error, replayId }, 'a replay failed');
    const because = expected ? error.message : 'Something went wrong on our side; the log tells more.';
    await db.atomically((tx) => endReplay(tx, { replayId, event: 'fail', actor, at: clock.now(), because }));
  }

  async function tell(mine: Run, at: Date): Promise<void> {
    const { decisions, total } = mine.progress ?? { decisions: 0, total: null };
    const state = await db.row<{ state: string }>(sql`
      update replay
      set alive_at = ${at}, decisions = ${decisions}, total = ${total}
      where replay_id = ${mine.replayId} and state = 'running'
      returning state`);
    if (!state) mine.stop.abort();
  }

  return {
    running: () => run?.replayId ?? null,
    async tick(at) {
      if (run) return tell(run, at);
      const replayId = await takeNext(deps, at);
      // Not waited for: the duty comes again to tell how far it is. What goes wrong at its end is only told in the log.
      if (replayId)
        begin(replayId).catch((error) => log.error({ err: error, replayId }, 'a replay could not be ended'));
    },
  };
}

/** Then its sign of life grows old, and whoever comes next takes it up: this process, when the database is back, or another. */
function isAway(error: unknown): boolean {
  return error instanceof ThreadFailure ? error.away : isDatabaseAway(error);
}

/** The one that has waited longest, or whose process has ended. */
async function takeNext({ db }: Pick<Deps, 'db'>, at: Date): Promise<string | null> {
  const row = await db.row<{ replay_id: string }>({
    name: 'take-next-replay',
    ...sql`
      update replay
      set state = 'running', started_at = coalesce(started_at, ${at}), alive_at = ${at}, decisions = 0
      where replay_id = (
        select replay_id
        from replay
        where state = 'waiting' or (state = 'running' and alive_at < ${new Date(at.getTime() - silentMs)})
        order by requested_at
        limit 1
        for update skip locked)
      returning replay_id`,
  });
  return row?.replay_id ?? null;
}
