import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import type { LedgerEntry } from '../ledger/reactions.ts';
import { type Count, type DurationCount, foldEntries } from './fold-entries.ts';

/** Adds what the entries tell to the counts per minute, each once, also where the ledger's cursor was set back. */
export async function rollUp(tx: Tx, entries: readonly LedgerEntry[]): Promise<void> {
  const news = await uncounted(tx, entries);
  const { counts, durations } = foldEntries(news, await strataOfAudits(tx, news));
  if (counts.length > 0) {
    await addCounts(tx, counts);
    await addTotals(tx, counts);
  }
  if (durations.length > 0) await addDurations(tx, durations);
}

/** Those that have not been counted; from now on they have. */
async function uncounted(tx: Tx, entries: readonly LedgerEntry[]): Promise<readonly LedgerEntry[]> {
  const last = entries.at(-1);
  if (!last) return [];
  const before = await tx.row<{ counted_to: number }>({
    name: 'kpis-reached',
    ...sql`
      with before as (select counted_to from kpi_reached for update)
      update kpi_reached
      set counted_to = greatest(before.counted_to, ${last.position + 1}::bigint)
      from before
      returning before.counted_to`,
  });
  return entries.filter(({ position }) => position >= (before?.counted_to ?? 0));
}

async function strataOfAudits(tx: Tx, entries: readonly LedgerEntry[]): Promise<Map<string, string>> {
  const audited = entries.flatMap(({ entry }) =>
    entry.kind === 'task.resolved' && entry.facts.purpose === 'audit' ? (entry.about.decision ?? []) : [],
  );
  if (audited.length === 0) return new Map();
  const rows = await tx.rows<{ decision_id: string; stratum: string }>(sql`
    select decision_id, stratum from decision where decision_id = any(${audited}::uuid[])`);
  return new Map(rows.map((row) => [row.decision_id, row.stratum]));
}

async function addCounts(tx: Tx, counts: readonly Count[]): Promise<void> {
  await tx.run(sql`
    insert into kpi_minute (use_case_id, minute, measure, part, simulated, total)
    select * from unnest(${counts.map((c) => c.useCaseId)}::uuid[], ${counts.map(minuteText)}::timestamptz[],
      ${counts.map((c) => c.measure)}::text[], ${counts.map((c) => c.part)}::text[],
      ${counts.map((c) => c.simulated)}::boolean[], ${counts.map((c) => c.total)}::bigint[])
    on conflict (use_case_id, minute, measure, part, simulated)
    do update set total = kpi_minute.total + excluded.total`);
}

async function addTotals(tx: Tx, counts: readonly Count[]): Promise<void> {
  await tx.run(sql`
    insert into kpi_total (use_case_id, measure, part, total)
    select use_case_id, measure, part, sum(total)
    from unnest(${counts.map((c) => c.useCaseId)}::uuid[], ${counts.map((c) => c.measure)}::text[],
      ${counts.map((c) => c.part)}::text[], ${counts.map((c) => c.total)}::bigint[])
      as given (use_case_id, measure, part, total)
    group by use_case_id, measure, part
    on conflict (use_case_id, measure, part) do update set total = kpi_total.total + excluded.total`);
}

async function addDurations(tx: Tx, durations: readonly DurationCount[]): Promise<void> {
  await tx.run(sql`
    insert into kpi_duration (use_case_id, minute, measure, simulated, bucket, total)
    select * from unnest(${durations.map((d) => d.useCaseId)}::uuid[], ${durations.map(minuteText)}::timestamptz[],
      ${durations.map((d) => d.measure)}::text[], ${durations.map((d) => d.simulated)}::boolean[],
      ${durations.map((d) => d.bucket)}::smallint[], ${durations.map((d) => d.total)}::bigint[])
    on conflict (use_case_id, minute, measure, simulated, bucket)
    do update set total = kpi_duration.total + excluded.total`);
}

function minuteText({ minuteMs }: { minuteMs: number }): string {
  return new Date(minuteMs).toISOString();
}
