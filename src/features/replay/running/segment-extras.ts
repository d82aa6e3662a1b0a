import { type Circumstances, circumstancesOf } from '../../../core/decisions/routing-context.ts';
import { type Grade, overlayGrades } from '../../../core/replay/overlay-grades.ts';
import { type ReplaySegment, routingsOf } from '../../../core/replay/side.ts';
import type { Columns } from '../../../core/segments/column.ts';
import { columnNames } from '../../../core/segments/recorded-decision.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { SegmentRows } from '../../segments/read-columns.ts';

/** Adds to the rows of a segment what came after it (grades) and what stands beside it (routing contexts). */
export type SegmentExtras = (rows: SegmentRows) => Promise<ReplaySegment>;

/** More contexts than a window of ordinary days has; each is some hundred bytes. */
const mostContexts = 20_000;

export function openExtras(db: Db, useCaseId: string): SegmentExtras {
  const contexts = new Map<string, Circumstances>();
  return async ({ columns, first, end }) => {
    const wanted = contextIdsIn(columns).filter((contextId) => !contexts.has(contextId));
    if (contexts.size + wanted.length > mostContexts) contexts.clear();
    const missing = contexts.size === 0 ? contextIdsIn(columns) : wanted;
    for (const [contextId, circumstances] of await loadContexts(db, missing))
      contexts.set(contextId, circumstances);
    return {
      columns,
      first,
      end,
      contexts,
      grades: await gradesOver(db, useCaseId, { columns, first, end }),
    };
  };
}

function contextIdsIn(columns: Columns): string[] {
  return [...new Set(routingsOf(columns).routings.flatMap(({ contextId }) => contextId ?? []))];
}

export async function loadContexts(
  db: Db,
  contextIds: readonly string[],
): Promise<[string, Circumstances][]> {
  if (contextIds.length === 0) return [];
  const rows = await db.rows<{ context_id: string; facts: unknown }>({
    name: 'load-routing-contexts',
    ...sql`select context_id, facts from routing_context where context_id = any(${contextIds}::uuid[])`,
  });
  return rows.map((row) => [row.context_id, circumstancesOf(row.facts)]);
}

type GradeRow = { decision_id: string; recorded_at: Date; wrong: boolean };

async function gradesOver(
  db: Db,
  useCaseId: string,
  { columns, first, end }: Omit<SegmentRows, 'segmentId'>,
): Promise<Uint8Array | null> {
  const recordedAt = columns.get(columnNames.recordedAt);
  if (recordedAt?.kind !== 'numbers') throw new Error('a segment without the times of its decisions');
  const rows = await db.rows<GradeRow>({
    name: 'load-grades-of-segment',
    ...sql`
      select decision_id, recorded_at, wrong
      from grade
      where use_case_id = ${useCaseId}
        and recorded_at >= ${new Date(recordedAt.numbers[first] ?? 0)}
        and recorded_at <= ${new Date(recordedAt.numbers[end - 1] ?? 0)}`,
  });
  return overlayGrades(columns, rows.map(gradeOf));
}

function gradeOf(row: GradeRow): Grade {
  return { decisionId: row.decision_id, recordedAtMs: row.recorded_at.getTime(), wrong: row.wrong };
}
