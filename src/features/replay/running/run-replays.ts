import type { ReplayResult } from '../../../contract/replays.ts';
import type { ReplayExample } from '../../../core/replay/replay.ts';
import { sql } from '../../../db/sql.ts';
import { isDatabaseAway } from '../../../platform/database-away.ts';
import type { Deps } from '../../../platform/deps.ts';
import { endReplay } from '../end-replay.ts';
import { type Begun, beginNext } from './begin-next.ts';
import type { Progress } from './execute-replay.ts';
import { giveUp } from './give-up.ts';
import { handBack } from './hand-back.ts';
import { type ReplayThread, ThreadFailure } from './replay-thread.ts';

/** Takes replays that wait, one at a time, and has them run in a thread; call `tick` several times a second. */
export type ReplayRunner = {
  tick(at: Date): Promise<void>;
  /** The one that is running, or null. */
  running(): string | null;
  /** Hands back the one that is running: this process ends, and another one takes it up at once. */
  stop(): Promise<void>;
};

type Run = Begun & { progress: Progress | null; stop: AbortController };

const actor = { kind: 'system', duty: 'run-replays' } as const;

export function openReplayRunner(deps: Deps, thread: ReplayThread): ReplayRunner {
  const { db, clock, log } = deps;
  let run: Run | null = null;

  async function begin(begun: Begun): Promise<void> {
    const { replayId, attempt } = begun;
    const mine: Run = { ...begun, progress: null, stop: new AbortController() };
    run = mine;
    try {
      const executed = await thread.ask<{ result: ReplayResult; examples: ReplayExample[] }>(
        { name: 'replay', replayId },
        { signal: mine.stop.signal, onProgress: note(mine) },
      );
      await tell(mine, clock.now());
      await db.atomically((tx) =>
        endReplay(tx, { replayId, attempt, event: 'finish', actor, at: clock.now(), ...executed }),
      );
    } catch (error) {
      if (mine.stop.signal.aborted) return;
      if (isAway(error)) log.warn({ err: error, replayId }, 'a replay was interrupted and will begin anew');
      else await fail(begun, error);
    } finally {
      run = null;
    }
  }

  function note(mine: Run) {
    return (progress: Progress) => {
      mine.progress = progress;
    };
  }

  async function fail({ replayId, attempt }: Begun, error: unknown): Promise<void> {
    const expected = error instanceof ThreadFailure && error.expected;
    if (!expected) log.error({ err: error, replayId }, 'a replay failed');
    const because = expected ? error.message : 'Something went wrong on our side; the log tells more.';
    const ending = { replayId, attempt, event: 'fail', actor, at: clock.now(), because } as const;
    await db.atomically((tx) => endReplay(tx, ending));
  }

  async function tell(mine: Run, at: Date): Promise<void> {
    const { decisions, total } = mine.progress ?? { decisions: 0, total: null };
    const state = await db.row<{ state: string }>(sql`
      update replay
      set alive_at = ${at}, decisions = ${decisions}, total = ${total}
      where replay_id = ${mine.replayId} and state = 'running' and attempts = ${mine.attempt}
      returning state`);
    if (!state) mine.stop.abort();
  }

  return {
    running: () => run?.replayId ?? null,
    async stop() {
      if (!run) return thread.end();
      run.stop.abort();
      await handBack(db, run);
      await thread.end();
    },
    async tick(at) {
      if (run) return tell(run, at);
      await giveUp(deps, actor, at);
      const begun = await beginNext(db, at);
      // Not waited for: the duty comes again to tell how far it is. What goes wrong at its end is only told in the log.
      if (begun)
        begin(begun).catch((error) => log.error({ err: error, ...begun }, 'a replay could not be ended'));
    },
  };
}

/** Then its sign of life grows old, and whoever comes next takes it up: this process, when the database is back, or another. */
function isAway(error: unknown): boolean {
  return error instanceof ThreadFailure ? error.away : isDatabaseAway(error);
}
