import Type from 'typebox';
import { modelStates } from '../core/policies/facts.ts';
import { endpoint } from './endpoint.ts';
import { Closed, Cursor, Limit, Name, Nullable, OneOf, Page, Time, Uuid } from './parts.ts';

const State = OneOf(modelStates, {
  description:
    '`probation`: in use, and rules may treat it apart. `shadow`: only runs beside, its decisions are recorded and nothing else is done',
});

export const ModelVersion = Closed({
  modelVersionId: Uuid,
  useCaseId: Uuid,
  name: Type.String(),
  description: Type.String(),
  state: State,
  registeredAt: Time,
  retiredAt: Nullable(Time),
});

export const listModelVersions = endpoint({
  id: 'listModelVersions',
  method: 'GET',
  path: '/v1/use-cases/:useCaseId/models',
  access: 'use-cases:read',
  summary: 'Model versions of a use case',
  params: Closed({ useCaseId: Uuid }),
  query: Closed({ cursor: Type.Optional(Cursor), limit: Type.Optional(Limit) }),
  answer: Page(ModelVersion),
  status: 200,
});

export const registerModelVersion = endpoint({
  id: 'registerModelVersion',
  method: 'POST',
  path: '/v1/use-cases/:useCaseId/models',
  access: 'models:write',
  summary: 'Register a model version; registering the same name again answers the first',
  params: Closed({ useCaseId: Uuid }),
  body: Closed({
    name: Name,
    description: Type.Optional(Type.String({ maxLength: 4000 })),
    state: Type.Optional(State),
  }),
  answer: ModelVersion,
  status: 201,
});

export const changeModelState = endpoint({
  id: 'changeModelState',
  method: 'POST',
  path: '/v1/models/:modelVersionId/state',
  access: 'models:write',
  summary: 'Put a model version on probation, in shadow, or back in use; counts from the next commit on',
  params: Closed({ modelVersionId: Uuid }),
  body: Closed({ state: State }),
  answer: ModelVersion,
  status: 200,
  refusals: ['model.unknown', 'model.retired'],
});

export const retireModelVersion = endpoint({
  id: 'retireModelVersion',
  method: 'POST',
  path: '/v1/models/:modelVersionId/retire',
  access: 'models:write',
  summary: 'Retire a model version; its further decisions are refused',
  params: Closed({ modelVersionId: Uuid }),
  answer: ModelVersion,
  status: 200,
});
