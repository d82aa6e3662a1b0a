import type { Database } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { type OpenedLog, openLog } from './open-log.ts';
import { type Duty, noteProblem } from './problems.ts';
import { signCheckpoint } from './signer/sign-checkpoint.ts';
import { ForkAlarm } from './tree/fork-alarm.ts';
import { openIntegrator } from './tree/integrate.ts';

type Run = (at: Date) => Promise<void>;

/** Rounds in one go: longer and a process that has to stop would wait for it. */
const mostRounds = 50;

/**
 * Integrates what waits, round after round while there is a backlog. With nothing waiting it costs one look at an
 * index (0.1 ms), so it can run ten times a second.
 */
export function integrating(deps: Deps): Run {
  const integrateRound = openIntegrator(deps.db);
  return watched(deps, 'integrate', async () => {
    if (!(await isAnyWaiting(deps.db))) return;
    for (let rounds = 0; rounds < mostRounds; rounds++) {
      const round = await integrateRound();
      if (round.found !== 'entries' || !round.more) return;
    }
  });
}

/** Signs what has been integrated; in a process without the log's key it does nothing, and says so once. */
export function signing(deps: Deps): Run {
  let opened: OpenedLog | null = null;
  return watched(deps, 'sign', async (at) => {
    opened ??= await openLogAloud(deps);
    if (opened.signer) await signCheckpoint(deps.db, opened.signer, at);
  });
}

async function openLogAloud(deps: Deps): Promise<OpenedLog> {
  const opened = await openLog(deps);
  if (opened.notice) deps.log.warn(opened.notice);
  return opened;
}

async function isAnyWaiting(db: Database): Promise<boolean> {
  const commits = await db.row<{ waiting: boolean }>({
    name: 'ledger-waiting',
    // With the order, no statistics (of an outage, say) can lead to reading the whole table.
    ...sql`
      select exists (
        select from ledger_commit where position is null order by written_at, commit_id limit 1) as waiting`,
  });
  return commits?.waiting ?? false;
}

/** A fork alarm is noted for everyone to see before it is thrown on, and its end as well. */
function watched({ db }: Deps, duty: Duty, run: Run): Run {
  let troubled = true; // an earlier process may have left a note
  return async (at) => {
    try {
      await run(at);
    } catch (error) {
      if (error instanceof ForkAlarm) {
        troubled = true;
        await noteProblem(db, duty, { problem: error.message, at });
      }
      throw error;
    }
    if (troubled) await noteProblem(db, duty, { problem: null, at });
    troubled = false;
  };
}
