import Type from 'typebox';
import { endpoint } from './endpoint.ts';
import { Closed, Cursor, Limit, Name, Nullable, Page, Time, Uuid } from './parts.ts';

export const ModelVersion = Closed({
  modelVersionId: Uuid,
  useCaseId: Uuid,
  name: Type.String(),
  description: Type.String(),
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
  body: Closed({ name: Name, description: Type.Optional(Type.String({ maxLength: 4000 })) }),
  answer: ModelVersion,
  status: 201,
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
