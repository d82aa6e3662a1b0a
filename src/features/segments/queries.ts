import type { Db } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';

/** A use case's decisions recorded from a time (included) to another (not included). */
export type Window = { useCaseId: string; fromMs: number; beforeMs: number };

export type WindowSegment = {
  segmentId: string;
  fromMs: number;
  toMs: number;
  decisions: number;
  small: boolean;
};

/** The segments with decisions of a window, in order of time. The first and the last may reach beyond it. */
export async function windowSegments(
  db: Db,
  { useCaseId, fromMs, beforeMs }: Window,
): Promise<WindowSegment[]> {
  const rows = await db.rows<{
    segment_id: string;
    from_at: Date;
    to_at: Date;
    decisions: number;
    small: boolean;
  }>({
    name: 'window-segments',
    ...sql`
      select segment_id, from_at, to_at, decisions, packed is not null as small
      from decision_segment
      where use_case_id = ${useCaseId}
        and replaced_at is null
        and to_at >= ${new Date(fromMs)}
        and from_at < ${new Date(beforeMs)}
      order by from_at, segment_id`,
  });
  return rows.map((row) => ({
    segmentId: row.segment_id,
    fromMs: row.from_at.getTime(),
    toMs: row.to_at.getTime(),
    decisions: row.decisions,
    small: row.small,
  }));
}

/** How much of a use case is in segments. */
export type SegmentedSpan = { decisions: number; fromMs: number; toMs: number };

/** Null where there is nothing yet. */
export async function segmentedSpan(db: Db, useCaseId: string): Promise<SegmentedSpan | null> {
  const row = await db.row<{ decisions: number | null; from_at: Date; to_at: Date }>(sql`
    select sum(decisions)::bigint as decisions, min(from_at) as from_at, max(to_at) as to_at
    from decision_segment
    where use_case_id = ${useCaseId} and replaced_at is null`);
  if (!row?.decisions) return null;
  return { decisions: row.decisions, fromMs: row.from_at.getTime(), toMs: row.to_at.getTime() };
}
