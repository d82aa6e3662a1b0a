import Type from 'typebox';
import { fieldTypes, outputKinds, riskClasses } from '../core/use-cases/use-case.ts';
import { endpoint } from './endpoint.ts';
import { Closed, Cursor, Limit, Name, Nullable, OneOf, Page, Slug, Time, Uuid } from './parts.ts';

export const DecisionClass = Closed({
  name: Name,
  impact: Type.Number({
    minimum: 0,
    maximum: 1e6,
    description: 'What one wrong output of this class costs, relative',
  }),
});

export const MetadataField = Closed({
  name: Type.String({ pattern: '^[a-z][A-Za-z0-9_]{0,62}$' }),
  type: OneOf(fieldTypes),
  required: Type.Boolean(),
  values: Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 200, uniqueItems: true })),
});

export const ReasonCode = Closed({
  code: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' }),
  label: Name,
});

const settings = {
  name: Name,
  description: Type.String({ maxLength: 4000 }),
  ownerId: Uuid,
  riskClass: OneOf(riskClasses),
  classes: Type.Array(DecisionClass, { maxItems: 2000 }),
  metadataFields: Type.Array(MetadataField, { maxItems: 50 }),
  reasonCodes: Type.Array(ReasonCode, { maxItems: 100 }),
  guideline: Type.String({ maxLength: 40_000, description: 'Markdown shown beside every item' }),
  undoSeconds: Type.Integer({ minimum: 0, maximum: 300 }),
  leaseSeconds: Type.Integer({ minimum: 30, maximum: 86_400 }),
};

/** A lower risk class than `high` that somebody asked for; another person has to confirm it. */
export const Lowering = Closed({
  riskClass: OneOf(['minimal', 'limited']),
  askedBy: Uuid,
  askedByName: Type.String(),
  askedAt: Time,
});

export const UseCase = Closed({
  useCaseId: Uuid,
  slug: Slug,
  outputKind: OneOf(outputKinds),
  ...settings,
  ownerName: Type.String(),
  lowering: Nullable(Lowering),
  createdAt: Time,
  archivedAt: Nullable(Time),
  revision: Type.Integer(),
});

export const listUseCases = endpoint({
  id: 'listUseCases',
  method: 'GET',
  path: '/v1/use-cases',
  access: 'use-cases:read',
  summary: 'Use cases: the decision points',
  query: Closed({ cursor: Type.Optional(Cursor), limit: Type.Optional(Limit) }),
  answer: Page(UseCase),
  status: 200,
});

export const getUseCase = endpoint({
  id: 'getUseCase',
  method: 'GET',
  path: '/v1/use-cases/:useCaseId',
  access: 'use-cases:read',
  summary: 'One use case',
  params: Closed({ useCaseId: Uuid }),
  answer: UseCase,
  status: 200,
});

export const createUseCase = endpoint({
  id: 'createUseCase',
  method: 'POST',
  path: '/v1/use-cases',
  access: 'use-cases:write',
  summary: 'Create a use case; it accepts decisions once a policy is published and a model registered',
  body: Closed({
    slug: Slug,
    outputKind: OneOf(outputKinds),
    name: settings.name,
    riskClass: settings.riskClass,
    ...Type.Partial(
      Type.Object({
        description: settings.description,
        ownerId: settings.ownerId,
        classes: settings.classes,
        metadataFields: settings.metadataFields,
        reasonCodes: settings.reasonCodes,
        guideline: settings.guideline,
        undoSeconds: settings.undoSeconds,
        leaseSeconds: settings.leaseSeconds,
      }),
    ).properties,
  }),
  answer: UseCase,
  status: 201,
  refusals: ['use-case.slug-taken', 'use-case.invalid'],
});

export const changeUseCase = endpoint({
  id: 'changeUseCase',
  method: 'PATCH',
  path: '/v1/use-cases/:useCaseId',
  access: 'use-cases:write',
  summary: 'Change settings of a use case; absent leaves',
  about:
    'A risk class lower than `high` is only asked for by this: it stays `high`, the answer says so in `lowering`, and another person has to confirm it. Sending `high` drops what was asked for.',
  params: Closed({ useCaseId: Uuid }),
  body: Closed({ revision: Type.Integer(), ...Type.Partial(Type.Object(settings)).properties }),
  answer: UseCase,
  status: 200,
  refusals: ['use-case.changed-meanwhile', 'use-case.invalid', 'use-case.breaks-policy'],
});

export const confirmLowering = endpoint({
  id: 'confirmLowering',
  method: 'POST',
  path: '/v1/use-cases/:useCaseId/confirm-lowering',
  access: 'use-cases:write',
  summary: 'Confirm the lower risk class that another person asked for',
  params: Closed({ useCaseId: Uuid }),
  body: Closed({ revision: Type.Integer({ description: 'Of the use case as you have read it' }) }),
  answer: UseCase,
  status: 200,
  refusals: ['use-case.changed-meanwhile', 'use-case.no-lowering', 'use-case.needs-another-person'],
});
