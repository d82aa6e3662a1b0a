import Type, { type Static } from 'typebox';
import { liveRoutes } from '../core/replay/live-routes.ts';
import { endpoint } from './endpoint.ts';
import { Closed, Cursor, Limit, Name, Nullable, OneOf, Page, Time, Uuid } from './parts.ts';
import { PolicyDocument } from './policies.ts';
import { SliceOrModelBy } from './slice.ts';

const Count = Type.Integer({ minimum: 0 });
const Slice = Nullable(Type.String({ description: 'Null: decisions without a value' }));
const Thresholds = Type.Record(Type.String({ pattern: '^[a-z][A-Za-z0-9_]{0,62}$' }), Type.Number(), {
  description: 'Values that take the place of those in force, by name',
});

export const shadowKinds = ['thresholds', 'policy', 'model'] as const;
export const shadowStates = ['running', 'being-finished', 'ended'] as const;

/** What runs beside the live policy, or the live model, and only records what it would have done. */
export const Shadow = Closed({
  shadowId: Uuid,
  useCaseId: Uuid,
  name: Type.String(),
  kind: OneOf(shadowKinds),
  state: OneOf(shadowStates, {
    description: '`being-finished`: decisions recorded before its end are still being counted',
  }),
  thresholds: Nullable(Thresholds),
  document: Nullable(PolicyDocument),
  policyVersion: Nullable(
    Closed(
      { policyVersionId: Uuid, version: Type.Integer() },
      { description: 'Whose document it is, as it stood at the start' },
    ),
  ),
  modelVersionId: Nullable(Uuid),
  model: Nullable(Type.String({ description: 'Name of the model version' })),
  sliceBy: Nullable(Type.String()),
  startedBy: Type.String(),
  startedAt: Time,
  endedAt: Nullable(Time),
});
export type Shadow = Static<typeof Shadow>;

export const startShadow = endpoint({
  id: 'startShadow',
  method: 'POST',
  path: '/v1/use-cases/:useCaseId/shadows',
  access: 'policies:write',
  summary: 'Run thresholds, a whole policy or a shadow model version beside the live one',
  about:
    'Give one of thresholds, document, policyVersionId and modelVersionId. Thresholds are put into whatever policy is in force. Of a model version in state shadow, the decisions that name their live pair are compared with it.',
  params: Closed({ useCaseId: Uuid }),
  body: Closed({
    name: Name,
    thresholds: Type.Optional(Thresholds),
    document: Type.Optional(PolicyDocument),
    policyVersionId: Type.Optional(Uuid),
    modelVersionId: Type.Optional(Uuid),
    sliceBy: Type.Optional(SliceOrModelBy),
  }),
  answer: Shadow,
  status: 201,
  refusals: [
    'shadow.one-of',
    'shadow.invalid-policy',
    'shadow.unknown-threshold',
    'shadow.not-a-shadow-model',
    'shadow.no-such-slice',
    'shadow.too-many',
    'policy.other-use-case',
  ],
});

export const endShadow = endpoint({
  id: 'endShadow',
  method: 'POST',
  path: '/v1/shadows/:shadowId/end',
  access: 'policies:write',
  summary: 'End a shadow; what it recorded stays, and what was recorded before is counted still',
  params: Closed({ shadowId: Uuid }),
  answer: Shadow,
  status: 200,
  refusals: ['shadow.ended'],
});

export const listShadows = endpoint({
  id: 'listShadows',
  method: 'GET',
  path: '/v1/use-cases/:useCaseId/shadows',
  access: 'policies:read',
  summary: 'Shadows of a use case, newest first',
  params: Closed({ useCaseId: Uuid }),
  query: Closed({ cursor: Type.Optional(Cursor), limit: Type.Optional(Limit) }),
  answer: Page(Shadow),
  status: 200,
});

const Transition = Closed({ from: OneOf(liveRoutes), to: OneOf(liveRoutes), decisions: Count });

export const ShadowSlice = Closed({
  slice: Slice,
  decisions: Count,
  moved: Type.Integer({ description: 'The shadow takes another route' }),
  otherLabel: Type.Integer({ description: 'The shadow model chose another class' }),
  transitions: Type.Array(Transition),
});

export const ShadowComparison = Closed({
  shadow: Shadow,
  total: ShadowSlice,
  slices: Type.Array(ShadowSlice),
  hours: Type.Array(Closed({ hour: Time, decisions: Count, moved: Count })),
  examples: Type.Array(
    Closed({
      decisionId: Uuid,
      shadowDecisionId: Nullable(Uuid),
      label: Nullable(Type.String({ description: 'Class of the live decision' })),
      confidence: Nullable(
        Type.Number({ description: 'Of the live decision; null where it is no longer kept' }),
      ),
      slice: Slice,
      from: OneOf(liveRoutes),
      to: OneOf(liveRoutes),
      otherLabel: Type.Boolean(),
    }),
  ),
});

export const compareShadow = endpoint({
  id: 'compareShadow',
  method: 'GET',
  path: '/v1/shadows/:shadowId/comparison',
  access: 'policies:read',
  summary: 'Where a shadow differs from what is live, by slice and hour',
  params: Closed({ shadowId: Uuid }),
  query: Closed({ from: Type.Optional(Time), before: Type.Optional(Time) }),
  answer: ShadowComparison,
  status: 200,
});
