import type { PolicyDocument } from '../../../contract/policies.ts';
import type { ReplayResult } from '../../../contract/replays.ts';
import { openReplay, type ReplayExample, type ReplayTallies } from '../../../core/replay/replay.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { awaitSegments } from '../../segments/await-segments.ts';
import type { ColumnCache } from '../../segments/column-cache.ts';
import { windowSegments } from '../../segments/queries.ts';
import { readColumns } from '../../segments/read-columns.ts';
import { type Asked, loadPlan } from './load-plan.ts';
import { measuredPace } from './measured-pace.ts';
import { replayResult } from './replay-result.ts';
import { openExtras } from './segment-extras.ts';

/** Why a replay cannot be done, in a sentence for the one who asked. */
export class CannotReplay extends Error {
  override name = 'CannotReplay';
}

export type Executed = { result: ReplayResult; examples: readonly ReplayExample[]; tallies: ReplayTallies };
export type Progress = { decisions: number; total: number };

export type Executing = {
  cache: ColumnCache | null;
  signal: AbortSignal;
  onProgress: (progress: Progress) => void;
};

/** The reaction that makes segments is some hundred milliseconds behind, under full load some seconds. */
const longestWaitMs = 20_000;

/**
 * Runs a stored replay to its end. Reads segment by segment: at most two of them, the counters and the cache are in
 * memory, whatever the window is.
 */
export async function executeReplay(db: Db, replayId: string, executing: Executing): Promise<Executed> {
  const asked = await loadAsked(db, replayId);
  const behind = await awaitSegments(db, { timeoutMs: longestWaitMs, signal: executing.signal });
  if (behind.entries > 0 && !executing.signal.aborted)
    throw new CannotReplay(
      `${behind.entries} entries of the ledger have not reached the segments yet; the ledger page says what holds them up.`,
    );
  const plan = await loadPlan(db, asked);
  const window = { useCaseId: asked.useCaseId, fromMs: asked.fromMs, beforeMs: asked.beforeMs };
  const total = (await windowSegments(db, window)).reduce((sum, { decisions }) => sum + decisions, 0);
  if (total === 0) throw new CannotReplay('No decisions were recorded in this window.');
  const replay = openReplay(plan);
  const withExtras = openExtras(db, asked.useCaseId);
  let decisions = 0;
  for await (const rows of readColumns(db, { ...window, columns: replay.columns }, executing.cache)) {
    if (executing.signal.aborted) throw new CannotReplay('It was cancelled.');
    replay.add(await withExtras(rows));
    decisions += rows.end - rows.first;
    executing.onProgress({ decisions, total: Math.max(total, decisions) });
  }
  if (decisions === 0) throw new CannotReplay('No decisions were recorded in this window.');
  executing.onProgress({ decisions, total: decisions });
  const tallies = replay.tallies();
  return {
    result: replayResult(tallies, asked, await measuredPace(db, window)),
    examples: tallies.examples,
    tallies,
  };
}

type StoredAsk = Asked & { secondsPerJudgement: number | null; hourlyRate: number | null };

async function loadAsked(db: Db, replayId: string): Promise<StoredAsk> {
  const row = await db.row<{
    use_case_id: string;
    document: PolicyDocument;
    baseline: PolicyDocument | null;
    from_at: Date;
    before_at: Date;
    slice_by: string | null;
    seconds_per_judgement: number | null;
    hourly_rate: number | null;
  }>(sql`
    select replay.use_case_id, replay.document, policy_version.document as baseline, from_at, before_at, slice_by,
      seconds_per_judgement, hourly_rate
    from replay
    left join policy_version on policy_version.policy_version_id = baseline_id
    where replay_id = ${replayId}`);
  if (!row) throw new CannotReplay('The replay is not there any more.');
  return {
    useCaseId: row.use_case_id,
    document: row.document,
    baseline: row.baseline,
    fromMs: row.from_at.getTime(),
    beforeMs: row.before_at.getTime(),
    sliceBy: row.slice_by,
    secondsPerJudgement: row.seconds_per_judgement,
    hourlyRate: row.hourly_rate,
  };
}
