// Compares state with entries in both directions: a tree proves what was logged, not that everything was.
import type { Actor } from '../../core/access/actor.ts';
import { decodeEntry, type Entry } from '../../core/ledger/entry.ts';
import type { EntryKind } from '../../core/ledger/kinds.ts';
import type { Database, Tx } from '../../db/database.ts';
import { type Sql, sql } from '../../db/sql.ts';
import { appendEntries } from './append-entries.ts';
import { entriesAt } from './reading/entries-at.ts';
import { openWindow } from './reading/entry-window.ts';

/**
 * Rows that each stand on one entry, as the feature that owns them tells. Both statements answer the columns
 * `row_id`, `commit_id`, `entry_index`.
 */
export type ReconciliationSource = {
  /** What the rows are: decision, verdict … */
  what: string;
  kind: EntryKind;
  /** The label under which the entry names the row in `about`. */
  label: string;
  /** Rows written at or after `from` and before `to`, ordered by id, at most `limit` of those after `afterId`. */
  rowsWritten(page: { from: Date; to: Date; afterId: string | null; limit: number }): Sql;
  /** Those of the given rows that exist, or once did and were erased. */
  rowsById(rowIds: readonly string[]): Sql;
};

export type Finding = { what: string; subjectId: string; because: string };
export type Reconciliation = { checked: number; differences: number; findings: Finding[] };

/** Enough for 80 decisions a second at one run in ten minutes; more is caught up with when it is quieter. */
const mostEntries = 50_000;
const chunk = 1024;
const mostFindings = 100;
/** Rows of transactions that are still open are not compared yet. */
const settledMs = 60_000;
const system: Actor = { kind: 'system', duty: 'reconcile' };

/**
 * Goes on where the last run ended: every entry of a source's kind has its row, every row its entry. The result is
 * itself an entry.
 */
export async function reconcile(
  db: Database,
  sources: readonly ReconciliationSource[],
  at: Date,
): Promise<Reconciliation> {
  const window = await nextWindow(db, at);
  const tally = openTally();
  await checkEntries(db, sources, { ...window, tally });
  for (const source of sources) await checkRows(db, source, { ...window, tally });
  const result = { checked: tally.checked, differences: tally.differences, findings: tally.findings };
  await db.atomically((tx) => storeRun(tx, at, { ...window, ...result }));
  return result;
}

type Span = { entriesFrom: number; entriesTo: number; rowsFrom: Date; rowsTo: Date };
type Tally = Reconciliation & { count(finding: Finding | null): void };
type Pointed = { row_id: string; commit_id: string; entry_index: number };

/** The next entries, and the rows written in the time these entries cover. */
async function nextWindow(db: Database, at: Date): Promise<Span> {
  const state = await db.row<{ size: number | null; entries_to: number | null; rows_to: Date | null }>(sql`
    select (select size from ledger_log) as size, last.entries_to, last.rows_to
    from (select) as one
    left join lateral (
      select entries_to, rows_to from ledger_reconciliation order by ran_at desc limit 1) as last on true`);
  const size = state?.size ?? 0;
  const entriesFrom = state?.entries_to ?? 0;
  const entriesTo = Math.min(size, entriesFrom + mostEntries);
  const rowsFrom = state?.rows_to ?? new Date(0);
  const reached = entriesTo === size ? new Date(at.getTime() - settledMs) : await timeOf(db, entriesTo - 1);
  return { entriesFrom, entriesTo, rowsFrom, rowsTo: new Date(Math.max(+reached, +rowsFrom)) };
}

async function timeOf(db: Database, position: number): Promise<Date> {
  const window = await openWindow(db, position, position + 1);
  const [entry] = window.all();
  return new Date(entry?.entry.at ?? 0);
}

function openTally(): Tally {
  const tally: Tally = {
    checked: 0,
    differences: 0,
    findings: [],
    count(finding) {
      tally.checked += 1;
      if (!finding) return;
      tally.differences += 1;
      if (tally.findings.length < mostFindings) tally.findings.push(finding);
    },
  };
  return tally;
}

async function checkEntries(
  db: Database,
  sources: readonly ReconciliationSource[],
  { entriesFrom, entriesTo, tally }: Span & { tally: Tally },
): Promise<void> {
  for (let from = entriesFrom; from < entriesTo; from += chunk) {
    const window = await openWindow(db, from, Math.min(entriesTo, from + chunk));
    for (const source of sources) {
      const entries = window.wanted([source.kind], from).map((stored) => window.decode(stored).entry);
      await checkEntriesOf(db, source, { entries, tally });
    }
  }
}

async function checkEntriesOf(
  db: Database,
  source: ReconciliationSource,
  { entries, tally }: { entries: readonly Entry[]; tally: Tally },
): Promise<void> {
  if (entries.length === 0) return;
  const rowIds = entries.flatMap((entry) => entry.about[source.label] ?? []);
  const rows = await db.rows<Pointed>(source.rowsById(rowIds));
  const known = new Set(rows.map((row) => row.row_id));
  for (const { about, entryId } of entries) {
    const rowId = about[source.label];
    const there = rowId !== undefined && known.has(rowId);
    const because = `entry ${entryId} tells of it, but there is no such row`;
    tally.count(there ? null : { what: source.what, subjectId: rowId ?? entryId, because });
  }
}

async function checkRows(
  db: Database,
  source: ReconciliationSource,
  { rowsFrom, rowsTo, tally }: Span & { tally: Tally },
): Promise<void> {
  let afterId: string | null = null;
  for (;;) {
    const page: Pointed[] = await db.rows(
      source.rowsWritten({ from: rowsFrom, to: rowsTo, afterId, limit: chunk }),
    );
    const pointers = page.map((row) => ({ commitId: row.commit_id, entryIndex: row.entry_index }));
    const entries = await entriesAt(db, pointers);
    for (const [i, row] of page.entries()) {
      const because = whyNotTold(source, row, entries[i]?.bytes ?? null);
      tally.count(because === null ? null : { what: source.what, subjectId: row.row_id, because });
    }
    afterId = page.at(-1)?.row_id ?? null;
    if (page.length < chunk) return;
  }
}

/** Null when the entry a row points to tells of this very row. */
function whyNotTold(source: ReconciliationSource, row: Pointed, bytes: Uint8Array | null): string | null {
  const pointer = `${row.commit_id}.${row.entry_index}`;
  if (!bytes) return `it points to entry ${pointer}, which is neither in the log nor waiting`;
  const read = decodeEntry(bytes);
  if (!read.ok) return `entry ${pointer} cannot be read: ${read.because}`;
  const { entry } = read;
  if (entry.entryId !== pointer) return `at the place of entry ${pointer} stands ${entry.entryId}`;
  if (entry.kind !== source.kind) return `entry ${pointer} is of the kind ${entry.kind}, not ${source.kind}`;
  return entry.about[source.label] === row.row_id ? null : `entry ${pointer} tells of another ${source.what}`;
}

async function storeRun(tx: Tx, at: Date, run: Span & Reconciliation): Promise<void> {
  await tx.run(sql`
    insert into ledger_reconciliation (ran_at, entries_to, rows_to, checked, differences, findings)
    values (${at}, ${run.entriesTo}, ${run.rowsTo}, ${run.checked}, ${run.differences}, ${JSON.stringify(run.findings)})`);
  await appendEntries(tx, at, [
    {
      kind: 'reconciliation.run',
      actor: system,
      about: {},
      facts: { checked: run.checked, differences: run.differences, entriesTo: run.entriesTo },
    },
  ]);
}
