import type { Histogram } from '../../core/kpis/log-histogram.ts';
import type { CountMeasure, DurationMeasure } from '../../core/kpis/measures.ts';
import type { Db } from '../../db/database.ts';
import type { KpiDurationRow, KpiMinuteRow } from '../../db/rows.ts';
import { sql } from '../../db/sql.ts';

export type Window = { useCaseId: string | null; fromMs: number; beforeMs: number };
export type MinuteCount = {
  minuteMs: number;
  measure: CountMeasure;
  part: string;
  simulated: boolean;
  total: number;
};

/** Counts per minute of a window, over all use cases or one. */
export async function countsIn(db: Db, { useCaseId, fromMs, beforeMs }: Window): Promise<MinuteCount[]> {
  const rows = await db.rows<
    Pick<KpiMinuteRow, 'minute' | 'part' | 'simulated' | 'total'> & { measure: CountMeasure }
  >(sql`
    select minute, measure, part, simulated, sum(total)::bigint as total
    from kpi_minute
    where minute >= ${new Date(fromMs)} and minute < ${new Date(beforeMs)}
      and (${useCaseId}::uuid is null or use_case_id = ${useCaseId}::uuid)
    group by minute, measure, part, simulated`);
  return rows.map(({ minute, ...rest }) => ({ minuteMs: minute.getTime(), ...rest }));
}

/** A duration's histogram over a window. */
export async function durationsIn(
  db: Db,
  { useCaseId, fromMs, beforeMs }: Window,
  measure: DurationMeasure,
): Promise<Histogram> {
  const rows = await db.rows<Pick<KpiDurationRow, 'bucket' | 'total'>>(sql`
    select bucket, sum(total)::bigint as total
    from kpi_duration
    where minute >= ${new Date(fromMs)} and minute < ${new Date(beforeMs)} and measure = ${measure}
      and (${useCaseId}::uuid is null or use_case_id = ${useCaseId}::uuid)
    group by bucket`);
  return new Map(rows.map((row) => [row.bucket, row.total]));
}

/** Tasks opened and not yet resolved or cancelled, from the running totals. */
export async function backlogOf(db: Db, useCaseId: string | null): Promise<number> {
  const row = await db.row<{ backlog: number }>(sql`
    select coalesce(sum(case measure when 'tasks-opened' then total else -total end), 0)::bigint as backlog
    from kpi_total
    where measure in ('tasks-opened', 'tasks-ended')
      and (${useCaseId}::uuid is null or use_case_id = ${useCaseId}::uuid)`);
  return row?.backlog ?? 0;
}

/** Running totals of some parts of a measure, over all use cases; a part that was never counted is missing. */
export async function totalsOf(
  db: Db,
  measure: CountMeasure,
  parts: readonly string[],
): Promise<Map<string, number>> {
  if (parts.length === 0) return new Map();
  const rows = await db.rows<{ part: string; total: number }>(sql`
    select part, sum(total)::bigint as total
    from kpi_total
    where measure = ${measure} and part = any(${parts}::text[])
    group by part`);
  return new Map(rows.map((row) => [row.part, row.total]));
}
