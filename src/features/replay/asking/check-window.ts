import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { UseCaseAnswer } from '../../use-cases/queries.ts';

export type AskedWindow = { fromMs: number; beforeMs: number };

/** Two years of hours are counted one by one; more would be a typing error in the year. */
const longestMs = 2 * 366 * 86_400_000;

/** The window asked for, once it has a length. */
export function checkWindow({ from, before }: { from: string; before: string }): AskedWindow {
  const [fromMs, beforeMs] = [Date.parse(from), Date.parse(before)];
  if (!(fromMs < beforeMs))
    throw new Refusal('unprocessable', 'replay.window', 'The window has to end after it begins.', {
      todo: 'Give a time `from` that is earlier than `before`.',
    });
  if (beforeMs - fromMs > longestMs)
    throw new Refusal('unprocessable', 'replay.window', 'The window is longer than two years.', {
      todo: 'Replay a shorter one.',
    });
  return { fromMs, beforeMs };
}

/** Refuses a slice that the decisions of this use case cannot be parted by. */
export function refuseUnknownSlice(
  { classes, metadataFields }: UseCaseAnswer,
  sliceBy: string | undefined,
  code = 'replay.no-such-slice',
): void {
  const known = [
    'model',
    ...(classes.length > 0 ? ['label'] : []),
    ...metadataFields.map(({ name }) => `metadata.${name}`),
  ];
  if (sliceBy === undefined || known.includes(sliceBy)) return;
  throw new Refusal('unprocessable', code, `The decisions of this use case cannot be parted by ${sliceBy}.`, {
    todo: `Part them by ${known.join(' or ')}.`,
  });
}

/** Refuses a window without decisions; looks at the rows, for segments are made a moment later. */
export async function refuseEmptyWindow(
  db: Db,
  { useCaseId, fromMs, beforeMs }: AskedWindow & { useCaseId: string },
): Promise<void> {
  const found = await db.row(sql`
    select from decision_segment
    where use_case_id = ${useCaseId} and replaced_at is null
      and to_at >= ${new Date(fromMs)} and from_at < ${new Date(beforeMs)}
    limit 1`);
  if (found) return;
  const recorded = await db.row(sql`
    select from decision
    where use_case_id = ${useCaseId} and recorded_at >= ${new Date(fromMs)} and recorded_at < ${new Date(beforeMs)}
    limit 1`);
  if (recorded) return;
  throw new Refusal('unprocessable', 'replay.no-decisions', 'No decisions were recorded in this window.', {
    todo: 'Choose another window; the list of decisions shows when there were any.',
  });
}
