import type { Columns } from '../../../core/calibration/observations/observations.ts';
import { slicedField } from '../../../core/use-cases/slice.ts';
import type { Db } from '../../../db/database.ts';
import type { ValidationChunkRow } from '../../../db/rows.ts';
import { sql } from '../../../db/sql.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { Window } from '../../feedback/window.ts';

type Chunk = Pick<ValidationChunkRow, 'row_count' | 'confidence' | 'correct'> & {
  slices: (string | null)[] | null;
};

/** The rows of a set, or of one of its slices, as columns; each counts once. A chunk at a time, so that others get their turn. */
export async function loadValidationSet(db: Db, validationSetId: string, window: Window): Promise<Columns> {
  const { chunks, rows } = await chunksOf(db, validationSetId, window);
  const columns = { confidence: new Float64Array(rows), correct: new Uint8Array(rows) };
  let place = 0;
  for (let number = 0; number < chunks; number += 1) {
    const chunk = await chunkOf(db, { validationSetId, number }, window);
    for (let row = 0; row < chunk.row_count; row += 1) {
      if (window.slice !== null && chunk.slices?.[row] !== window.slice) continue;
      columns.confidence[place] = chunk.confidence.readDoubleLE(row * 8);
      columns.correct[place] = chunk.correct[row] ?? 0;
      place += 1;
    }
  }
  return {
    confidence: columns.confidence.subarray(0, place),
    correct: columns.correct.subarray(0, place),
    weight: new Float64Array(place).fill(1),
  };
}

async function chunksOf(db: Db, validationSetId: string, { useCaseId, modelVersionId }: Window) {
  const set = await db.row<{ rows: number; chunks: number; removed: boolean; fits: boolean }>(sql`
    select row_count as rows, removed_at is not null as removed,
      use_case_id = ${useCaseId} and model_version_id = ${modelVersionId} as fits,
      (select count(*)::integer from validation_chunk where validation_set_id = ${validationSetId}) as chunks
    from validation_set
    where validation_set_id = ${validationSetId}`);
  if (!set) throw unknownSet(validationSetId);
  if (!set.fits) throw bad('That validation set was imported for another model version.');
  if (set.removed) throw bad('That validation set has been removed.');
  return set;
}

async function chunkOf(
  db: Db,
  { validationSetId, number }: { validationSetId: string; number: number },
  { sliceBy, slice }: Window,
): Promise<Chunk> {
  const field = slice === null || sliceBy === null ? null : slicedField(sliceBy);
  const chunk = await db.row<Chunk>(sql`
    select row_count, confidence, correct,
      case
        when ${slice}::text is null then null
        when ${field}::text is null then labels
        else (
          select jsonb_agg(row_metadata ->> ${field} order by place)
          from jsonb_array_elements(metadata) with ordinality as given (row_metadata, place))
      end as slices
    from validation_chunk
    where validation_set_id = ${validationSetId} and chunk_number = ${number}`);
  if (!chunk) throw bad('That validation set has just been removed.');
  return chunk;
}

export function unknownSet(validationSetId: string): Refusal {
  return new Refusal('not-found', 'validation-set.unknown', `There is no validation set ${validationSetId}.`);
}

function bad(message: string): Refusal {
  return new Refusal('unprocessable', 'calibration.bad-source', message, {
    todo: 'Choose one of the validation sets of this model version, or import one.',
  });
}
