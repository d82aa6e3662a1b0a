import {
  openPopulationTally,
  type Population,
  populationColumns,
} from '../../core/feedback/tally-population.ts';
import type { Db } from '../../db/database.ts';
import { Refusal } from '../../platform/refusal.ts';
import { readColumns } from '../segments/read-columns.ts';
import type { Window } from './window.ts';

/** More make no report, and each takes 160 KB while it is counted. */
const mostSlices = 200;
/** No decision is recorded beyond. */
const endOfTime = Date.UTC(2100, 0);

/**
 * The decisions that the grades of a window speak for, from column segments: ten million are counted in about a second, a
 * segment at a time, so that others get their turn. What was recorded within the last second may be missing; its judgements
 * are not there either.
 */
export async function readPopulation(
  db: Db,
  { useCaseId, from, before, ...window }: Window,
): Promise<Population> {
  const asked = { ...window, mostSlices };
  const tally = openPopulationTally(asked);
  const reading = {
    useCaseId,
    fromMs: from?.getTime() ?? 0,
    beforeMs: before?.getTime() ?? endOfTime,
    columns: populationColumns(asked),
  };
  for await (const { columns, first, end } of readColumns(db, reading))
    if (!tally.add(columns, first, end)) throw tooManySlices(asked.sliceBy ?? '');
  return tally.finish();
}

function tooManySlices(sliceBy: string): Refusal {
  const message = `${sliceBy} has more than ${mostSlices} values in this window.`;
  return new Refusal('unprocessable', 'labels.bad-slice', message, {
    todo: 'Choose a field with fewer values, or no slices.',
  });
}
