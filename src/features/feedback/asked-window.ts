import type { Db } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { Refusal } from '../../platform/refusal.ts';
import { getUseCase, type UseCaseAnswer } from '../use-cases/queries.ts';
import type { Window } from './window.ts';

export type AskedWindow = {
  readonly useCaseId: string;
  readonly modelVersionId: string;
  readonly from?: string | undefined;
  readonly before?: string | undefined;
  readonly sliceBy?: string | null | undefined;
  readonly slice?: string | undefined;
};

export type KnownWindow = {
  readonly window: Window;
  readonly useCase: UseCaseAnswer;
  readonly model: { readonly name: string; readonly retired: boolean };
};

/** The window a caller asked for, once it makes sense: the model is this use case's, the time has a length, the slice exists. */
export async function askedWindow(db: Db, asked: AskedWindow): Promise<KnownWindow> {
  const { useCaseId, modelVersionId, sliceBy = null, slice } = asked;
  const useCase = await getUseCase(db, useCaseId);
  const model = await db.row<{ name: string; retired: boolean }>(sql`
    select name, retired_at is not null as retired
    from model_version
    where model_version_id = ${modelVersionId} and use_case_id = ${useCaseId}`);
  if (!model) {
    throw new Refusal(
      'not-found',
      'model.unknown',
      `${useCase.name} has no model version ${modelVersionId}.`,
    );
  }
  const from = asked.from === undefined ? null : new Date(asked.from);
  const before = asked.before === undefined ? null : new Date(asked.before);
  if (from && before && from >= before) {
    throw new Refusal('unprocessable', 'labels.bad-window', 'The window has to end after it begins.', {
      todo: 'Give a time `from` that is earlier than `before`.',
    });
  }
  refuseSlice(useCase, sliceBy, slice);
  return {
    window: { useCaseId, modelVersionId, from, before, sliceBy, slice: slice ?? null },
    useCase,
    model,
  };
}

function refuseSlice(
  { classes, metadataFields }: UseCaseAnswer,
  sliceBy: string | null,
  slice?: string,
): void {
  const known = [
    ...(classes.length > 0 ? ['label'] : []),
    ...metadataFields.map(({ name }) => `metadata.${name}`),
  ];
  if (sliceBy === null && slice !== undefined)
    throw badSlice(`It is not said what "${slice}" is a slice of.`, known);
  if (sliceBy !== null && !known.includes(sliceBy))
    throw badSlice(`The decisions of this use case cannot be parted by ${sliceBy}.`, known);
}

function badSlice(message: string, known: readonly string[]): Refusal {
  const choice = known.length > 0 ? `Part them by ${known.join(' or ')}.` : 'Leave the slice out.';
  return new Refusal('unprocessable', 'labels.bad-slice', message, { todo: choice });
}
