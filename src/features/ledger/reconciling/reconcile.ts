// Compares state with entries in both directions: a tree proves what was logged, not that everything was.
import type { Actor } from '../../../core/access/actor.ts';
import type { Database, Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { appendEntries } from '../append-entries.ts';
import { openWindow } from '../reading/entry-window.ts';
import { checkEntries } from './check-entries.ts';
import { checkRows } from './check-rows.ts';
import type { ReconciliationSource } from './source.ts';
import { openTally, type Reconciliation } from './tally.ts';

/** Enough for 80 decisions a second at one run in ten minutes; more is caught up with when it is quieter. */
const mostEntries = 50_000;
/** Rows of transactions that are still open are not compared yet. */
const settledMs = 60_000;
const system: Actor = { kind: 'system', duty: 'reconcile' };

/**
 * Goes on where the last run ended: every entry of a source's kinds has its row, every row its entry. The result is
 * itself an entry.
 */
export async function reconcile(
  db: Database,
  sources: readonly ReconciliationSource[],
  at: Date,
): Promise<Reconciliation> {
  const span = await nextSpan(db, at);
  const tally = openTally();
  await checkEntries(db, sources, { from: span.entriesFrom, to: span.entriesTo, tally });
  for (const source of sources) await checkRows(db, source, { from: span.rowsFrom, to: span.rowsTo, tally });
  const { checked, differences, findings } = tally;
  const result = { checked, differences, findings };
  await db.atomically((tx) => storeRun(tx, at, { ...span, ...result }));
  return result;
}

type Span = { entriesFrom: number; entriesTo: number; rowsFrom: Date; rowsTo: Date };

/** The next entries, and the rows written in the time these entries cover. */
async function nextSpan(db: Database, at: Date): Promise<Span> {
  const last = await db.row<{ size: number | null; entries_to: number | null; rows_to: Date | null }>(sql`
    select (select size from ledger_log) as size, run.entries_to, run.rows_to
    from (select) as one
    left join lateral (
      select entries_to, rows_to from ledger_reconciliation order by ran_at desc limit 1) as run on true`);
  const size = last?.size ?? 0;
  const entriesFrom = last?.entries_to ?? 0;
  const entriesTo = Math.min(size, entriesFrom + mostEntries);
  const rowsFrom = last?.rows_to ?? new Date(0);
  const reached = entriesTo === size ? at.getTime() - settledMs : await timeOf(db, entriesTo - 1);
  return { entriesFrom, entriesTo, rowsFrom, rowsTo: new Date(Math.max(reached, rowsFrom.getTime())) };
}

async function timeOf(db: Database, position: number): Promise<number> {
  const window = await openWindow(db, position, position + 1);
  const [entry] = window.all();
  return Date.parse(entry?.entry.at ?? '');
}

async function storeRun(tx: Tx, at: Date, run: Span & Reconciliation): Promise<void> {
  const { entriesTo, rowsTo, checked, differences } = run;
  await tx.run(sql`
    insert into ledger_reconciliation (ran_at, entries_to, rows_to, checked, differences, findings)
    values (${at}, ${entriesTo}, ${rowsTo}, ${checked}, ${differences}, ${JSON.stringify(run.findings)})`);
  await appendEntries(tx, at, [
    { kind: 'reconciliation.run', actor: system, about: {}, facts: { checked, differences, entriesTo } },
  ]);
}
