import type { AnswerOf } from '../../contract/endpoint.ts';
import type * as contract from '../../contract/ledger.ts';

import type { Db } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { Refusal } from '../../platform/refusal.ts';

export type LedgerStatus = AnswerOf<typeof contract.getLedger>;

/** Size, checkpoint, lag, and whatever is wrong: what the ledger page and the metrics show. */
export async function ledgerStatus(db: Db): Promise<LedgerStatus> {
  const log = await db.row<LogRow>(selectLog);
  if (!log) {
    throw new Refusal('unavailable', 'ledger.not-open', 'The ledger is not open yet.', {
      todo: 'Start a process that does background work (STEERHOUSE_ROLES=work).',
      retryAfterSeconds: 1,
    });
  }
  const { checkpoint_size, note, signed_at } = log;
  const signed = checkpoint_size !== null && note !== null && signed_at !== null;
  return {
    origin: log.origin,
    verifierKey: log.verifier_key,
    size: log.size,
    rootHash: log.root.toString('base64'),
    checkpoint: signed ? { size: checkpoint_size, note, signedAt: signed_at.toISOString() } : null,
    waiting: log.waiting,
    oldestWaitingSeconds: log.oldest_waiting_seconds,
    problems: await selectProblems(db),
    reactions: await selectReactions(db, log.size),
    reconciliation: await selectReconciliation(db),
  };
}

type LogRow = {
  origin: string;
  verifier_key: string;
  size: number;
  root: Buffer;
  checkpoint_size: number | null;
  note: string | null;
  signed_at: Date | null;
  waiting: number;
  oldest_waiting_seconds: number | null;
};

const selectLog = sql`
  select origin, verifier_key, ledger_log.size, ledger_log.root,
    newest.size as checkpoint_size, newest.note, newest.signed_at,
    waiting.commits as waiting, waiting.oldest_waiting_seconds
  from ledger_log
  left join lateral (
    select size, note, signed_at from ledger_checkpoint order by size desc limit 1) as newest on true
  cross join (
    select count(*) as commits,
      extract(epoch from clock_timestamp() - min(written_at))::float8 as oldest_waiting_seconds
    from ledger_commit
    where position is null) as waiting`;

async function selectProblems(db: Db): Promise<LedgerStatus['problems']> {
  const rows = await db.rows<{ duty: 'integrate' | 'sign'; problem: string; since: Date }>(sql`
    select duty, problem, since
    from ledger_problem
    order by duty`);
  return rows.map((row) => ({ ...row, since: row.since.toISOString() }));
}

async function selectReactions(db: Db, size: number): Promise<LedgerStatus['reactions']> {
  const rows = await db.rows<{
    reaction: string;
    position: number;
    failures: number;
    last_problem: string | null;
  }>(sql`
    select reaction, position, failures, last_problem
    from ledger_cursor
    order by reaction`);
  return rows.map(({ reaction, position, failures, last_problem }) => ({
    reaction,
    position,
    behind: Math.max(0, size - position),
    failures,
    lastProblem: last_problem,
  }));
}

async function selectReconciliation(db: Db): Promise<LedgerStatus['reconciliation']> {
  const run = await db.row<ReconciliationRow>(sql`
    select ran_at, entries_to, checked, differences, findings
    from ledger_reconciliation
    order by ran_at desc
    limit 1`);
  if (!run) return null;
  const { ran_at, entries_to, checked, differences, findings } = run;
  return { at: ran_at.toISOString(), entriesTo: entries_to, checked, differences, findings };
}

type ReconciliationRow = {
  ran_at: Date;
  entries_to: number;
  checked: number;
  differences: number;
  findings: { what: string; subjectId: string; because: string }[];
};
