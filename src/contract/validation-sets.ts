import Type, { type Static } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Closed, Cursor, Limit, Name, Nullable, Page, Time, Uuid } from './parts.ts';

/** More tell nothing that these do not. */
export const mostValidationRows = 1_000_000;

/** One row of a validation set. Either `correct`, or the `label` the model chose and the `truth`. */
export const ValidationRow = Closed({
  confidence: Type.Number({ minimum: 0, maximum: 1 }),
  correct: Type.Optional(Type.Boolean()),
  label: Type.Optional(Type.String({ maxLength: 200 })),
  truth: Type.Optional(Type.String({ maxLength: 200 })),
  metadata: Type.Optional(
    Type.Record(
      Type.String({ maxLength: 63 }),
      Type.Union([Type.String({ maxLength: 2000 }), Type.Number(), Type.Boolean()]),
    ),
  ),
});

export type GivenValidationRow = Static<typeof ValidationRow>;

export const ValidationSet = Closed({
  validationSetId: Uuid,
  useCaseId: Uuid,
  modelVersionId: Uuid,
  name: Type.String(),
  rows: Type.Integer(),
  wrong: Type.Integer(),
  labels: Type.Boolean({ description: 'The rows say which class the model chose' }),
  metadataFields: Type.Array(Type.String()),
  sha256: Type.String({ description: 'Of the rows as they are stored, hex' }),
  importedBy: Type.String(),
  importedAt: Time,
  removedAt: Nullable(Time),
});
export type ValidationSet = Static<typeof ValidationSet>;

export const importValidationSet = endpoint({
  id: 'importValidationSet',
  method: 'POST',
  path: '/v1/use-cases/:useCaseId/validation-sets',
  access: 'calibration:write',
  summary: 'Import labelled rows of a model version: all of them, or none if any is bad',
  about:
    'Send application/x-ndjson (one row a line) or text/csv (first line: names of columns `confidence`, `correct` or `label` and `truth`, `metadata.<field>`) with up to a million rows and 64 MiB, or application/json for a few. Every bad row is named with its number.',
  params: Closed({ useCaseId: Uuid }),
  query: Closed({ modelVersionId: Uuid, name: Name }),
  body: Closed({ rows: Type.Array(ValidationRow, { minItems: 1, maxItems: 10_000 }) }),
  table: { row: ValidationRow },
  answer: ValidationSet,
  status: 201,
  refusals: [
    'validation-set.bad-rows',
    'validation-set.empty',
    'validation-set.too-large',
    'validation-set.unreadable',
    'validation-set.name-taken',
    'validation-set.busy',
  ],
});

export const listValidationSets = endpoint({
  id: 'listValidationSets',
  method: 'GET',
  path: '/v1/use-cases/:useCaseId/validation-sets',
  access: 'policies:read',
  summary: 'Validation sets of a use case, newest first',
  params: Closed({ useCaseId: Uuid }),
  query: Closed({
    modelVersionId: Type.Optional(Uuid),
    cursor: Type.Optional(Cursor),
    limit: Type.Optional(Limit),
  }),
  answer: Page(ValidationSet),
  status: 200,
});

export const removeValidationSet = endpoint({
  id: 'removeValidationSet',
  method: 'DELETE',
  path: '/v1/validation-sets/:validationSetId',
  access: 'calibration:write',
  summary: 'Remove the rows of a validation set; maps fitted on it stay',
  params: Closed({ validationSetId: Uuid }),
  answer: ValidationSet,
  status: 200,
  refusals: ['validation-set.removed'],
});
