import type { ReplayResult } from '../../contract/replays.ts';
import type { Actor } from '../../core/access/actor.ts';
import type { ReplayExample } from '../../core/replay/replay.ts';
import { type ReplayState, stepReplay } from '../../core/replay/replay-life.ts';
import type { Tx } from '../../db/database.ts';
import type { ReplayRow } from '../../db/rows.ts';
import { sql } from '../../db/sql.ts';
import { appendEntries } from '../ledger/append-entries.ts';

export type Ending = {
  replayId: string;
  event: 'finish' | 'fail' | 'cancel';
  actor: Actor;
  at: Date;
  result?: ReplayResult;
  examples?: readonly ReplayExample[];
  because?: string;
  /** Of a process that runs it: which time it was begun. Another process may have begun it again since. */
  attempt?: number;
};

/**
 * Ends a replay in the way its life allows; answers false where it had ended before, was begun again by another process, or
 * waits and has nothing to end.
 */
export async function endReplay(tx: Tx, ending: Ending): Promise<boolean> {
  const { replayId, at } = ending;
  const row = await tx.row<
    Pick<ReplayRow, 'use_case_id' | 'decisions' | 'attempts'> & { state: ReplayState }
  >(sql`
    select state, use_case_id, decisions, attempts from replay where replay_id = ${replayId} for update`);
  if (!row || row.attempts !== (ending.attempt ?? row.attempts)) return false;
  const step = stepReplay(row.state, ending.event);
  if (!step.ok) return false;
  await tx.run(sql`
    update replay
    set state = ${step.state}, ended_at = ${at}, because = ${ending.because ?? null},
      result = ${ending.result ? JSON.stringify(ending.result) : null},
      examples = ${ending.examples ? JSON.stringify(ending.examples) : null}
    where replay_id = ${replayId}`);
  const about = { replay: replayId, useCase: row.use_case_id };
  const facts = { state: step.state, decisions: row.decisions };
  await appendEntries(tx, at, [{ kind: 'replay.ended', actor: ending.actor, about, facts }]);
  return true;
}
