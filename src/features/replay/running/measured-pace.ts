import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';

/** How fast people have judged, as measured. */
export type MeasuredPace = {
  /** Judgements it was measured from. */
  judgements: number;
  secondsPerJudgement: number | null;
  judgedPerHour: number | null;
};

/** A claim that lay open over lunch says nothing about the work. */
const longestSeconds = 1800;

/** Over the verdicts of a window: from the claim to the verdict, and how many in an hour in which anybody judged. */
export async function measuredPace(
  db: Db,
  { useCaseId, fromMs, beforeMs }: { useCaseId: string; fromMs: number; beforeMs: number },
): Promise<MeasuredPace> {
  const row = await db.row<{ judgements: number; seconds: number | null; hours: number }>(sql`
    select count(*)::integer as judgements,
      avg(least(${longestSeconds}, extract(epoch from given_at - claimed_at)))::float8 as seconds,
      count(distinct date_trunc('hour', given_at))::integer as hours
    from verdict
    join task on task.task_id = verdict.task_id
    where task.use_case_id = ${useCaseId}
      and given_at >= ${new Date(fromMs)}
      and given_at < ${new Date(beforeMs)}
      and withdrawn_at is null`);
  const { judgements, seconds, hours } = row ?? { judgements: 0, seconds: null, hours: 0 };
  return {
    judgements,
    secondsPerJudgement: seconds,
    judgedPerHour: hours === 0 ? null : judgements / hours,
  };
}
