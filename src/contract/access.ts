import Type from 'typebox';
import { personRoles, serviceScopes } from '../core/access/permissions.ts';
import { endpoint } from './endpoint.ts';
import { Closed, Cursor, Limit, Name, Nullable, OneOf, Page, Slug, Time, Uuid } from './parts.ts';

export const PersonRole = OneOf(personRoles);
const Email = Type.String({ format: 'email', maxLength: 320 });
const Qualifications = Type.Array(Slug, { maxItems: 20, uniqueItems: true });
const Password = Type.String({ minLength: 12, maxLength: 1000, description: 'At least 12 characters' });

export const Person = Closed({
  personId: Uuid,
  email: Type.String(),
  name: Type.String(),
  roles: Type.Array(PersonRole),
  qualifications: Type.Array(Type.String(), { description: 'What policies may ask for; see their routes' }),
  simulated: Type.Boolean({ description: 'Made up by the demo' }),
  createdAt: Time,
  disabledAt: Nullable(Time),
  revision: Type.Integer(),
});

export const SignedIn = Closed({
  person: Person,
  permissions: Type.Array(Type.String()),
  csrfToken: Type.String({ description: 'Send as x-csrf-token with every write' }),
  expiresAt: Time,
});

export const firstRun = endpoint({
  id: 'firstRun',
  method: 'GET',
  path: '/v1/first-run',
  access: 'anyone',
  summary: 'Whether the first administrator is still to be created',
  answer: Closed({ needed: Type.Boolean(), demo: Type.Boolean() }),
  status: 200,
});

export const createFirstAdministrator = endpoint({
  id: 'createFirstAdministrator',
  method: 'POST',
  path: '/v1/first-run',
  access: 'anyone',
  summary: 'Create the first administrator with the token printed in the terminal; signs in',
  body: Closed({ token: Type.String({ maxLength: 200 }), email: Email, name: Name, password: Password }),
  answer: SignedIn,
  status: 201,
  refusals: ['first-run.done', 'first-run.wrong-token', 'password.weak'],
});

export const signIn = endpoint({
  id: 'signIn',
  method: 'POST',
  path: '/v1/session',
  access: 'anyone',
  summary: 'Sign in; the session is a cookie',
  body: Closed({ email: Type.String({ maxLength: 320 }), password: Type.String({ maxLength: 1000 }) }),
  answer: SignedIn,
  status: 201,
  refusals: ['sign-in.refused', 'sign-in.too-many'],
});

export const signInWithLink = endpoint({
  id: 'signInWithLink',
  method: 'POST',
  path: '/v1/session/link',
  access: 'anyone',
  summary: 'Sign in with a one-time link token',
  body: Closed({ token: Type.String({ maxLength: 200 }) }),
  answer: SignedIn,
  status: 201,
  refusals: ['sign-in.link-used'],
});

export const getSession = endpoint({
  id: 'getSession',
  method: 'GET',
  path: '/v1/session',
  access: 'signed-in',
  summary: 'Who am I and what may I do',
  answer: SignedIn,
  status: 200,
});

export const signOut = endpoint({
  id: 'signOut',
  method: 'DELETE',
  path: '/v1/session',
  access: 'signed-in',
  summary: 'End this session',
  status: 204,
});

export const Session = Closed({
  sessionId: Uuid,
  startedAt: Time,
  seenAt: Time,
  expiresAt: Time,
  userAgent: Nullable(Type.String()),
  current: Type.Boolean(),
});

export const listSessions = endpoint({
  id: 'listSessions',
  method: 'GET',
  path: '/v1/sessions',
  access: 'signed-in',
  summary: 'My open sessions',
  answer: Closed({
    items: Type.Array(Session),
    currentPasswordNeeded: Type.Boolean({
      description: 'Whether changing my password asks for the current one, here in this session',
    }),
  }),
  status: 200,
});

export const endSession = endpoint({
  id: 'endSession',
  method: 'DELETE',
  path: '/v1/sessions/:sessionId',
  access: 'signed-in',
  summary: 'End one of my sessions',
  params: Closed({ sessionId: Uuid }),
  status: 204,
  refusals: ['session.unknown'],
});

export const endAllSessions = endpoint({
  id: 'endAllSessions',
  method: 'DELETE',
  path: '/v1/sessions',
  access: 'signed-in',
  summary: 'End all my sessions, this one too',
  status: 204,
});

export const changePassword = endpoint({
  id: 'changePassword',
  method: 'POST',
  path: '/v1/session/password',
  access: 'signed-in',
  summary: 'Change my password; ends my other sessions',
  body: Closed({
    current: Type.String({
      maxLength: 1000,
      description: 'Empty for whoever has no password yet or signed in with a one-time link',
    }),
    password: Password,
  }),
  status: 204,
  refusals: ['password.wrong', 'password.weak', 'sign-in.too-many'],
});

export const listPeople = endpoint({
  id: 'listPeople',
  method: 'GET',
  path: '/v1/people',
  access: 'people:read',
  summary: 'People and their roles',
  query: Closed({ cursor: Type.Optional(Cursor), limit: Type.Optional(Limit) }),
  answer: Page(Person),
  status: 200,
});

export const createPerson = endpoint({
  id: 'createPerson',
  method: 'POST',
  path: '/v1/people',
  access: 'people:write',
  summary: 'Create a person; answers a one-time sign-in link when no password is given',
  body: Closed({
    email: Email,
    name: Name,
    roles: Type.Array(PersonRole, { uniqueItems: true }),
    qualifications: Type.Optional(Qualifications),
    password: Type.Optional(Password),
    simulated: Type.Optional(Type.Boolean()),
  }),
  answer: Closed({ person: Person, signInLink: Nullable(Type.String()) }),
  status: 201,
  refusals: ['person.email-taken', 'password.weak'],
});

export const changePerson = endpoint({
  id: 'changePerson',
  method: 'PATCH',
  path: '/v1/people/:personId',
  access: 'people:write',
  summary: 'Change name, roles or qualifications, disable or enable; disabling ends all sessions',
  params: Closed({ personId: Uuid }),
  body: Closed({
    revision: Type.Integer(),
    name: Type.Optional(Name),
    roles: Type.Optional(Type.Array(PersonRole, { uniqueItems: true })),
    qualifications: Type.Optional(Qualifications),
    disabled: Type.Optional(Type.Boolean()),
  }),
  answer: Person,
  status: 200,
  refusals: ['person.unknown', 'person.changed-meanwhile', 'person.last-administrator'],
});

export const listQualifications = endpoint({
  id: 'listQualifications',
  method: 'GET',
  path: '/v1/qualifications',
  access: 'policies:read',
  summary: 'Qualifications that somebody holds, with how many people do',
  about: 'A policy may ask for any of them; a task that asks for one nobody holds waits until somebody does.',
  answer: Closed({
    items: Type.Array(Closed({ qualification: Slug, people: Type.Integer() })),
  }),
  status: 200,
});

export const createSignInLink = endpoint({
  id: 'createSignInLink',
  method: 'POST',
  path: '/v1/people/:personId/sign-in-link',
  access: 'people:write',
  summary: 'A one-time sign-in link, valid for 24 hours',
  params: Closed({ personId: Uuid }),
  answer: Closed({ signInLink: Type.String(), expiresAt: Time }),
  status: 201,
  refusals: ['person.unknown', 'person.disabled'],
});

export const ApiKey = Closed({
  apiKeyId: Uuid,
  name: Type.String(),
  prefix: Type.String(),
  scopes: Type.Array(Type.String()),
  createdAt: Time,
  createdBy: Uuid,
  expiresAt: Nullable(Time),
  lastUsedAt: Nullable(Time),
  revokedAt: Nullable(Time),
});

export const listApiKeys = endpoint({
  id: 'listApiKeys',
  method: 'GET',
  path: '/v1/api-keys',
  access: 'api-keys:read',
  summary: 'API keys, without their secrets',
  query: Closed({ cursor: Type.Optional(Cursor), limit: Type.Optional(Limit) }),
  answer: Page(ApiKey),
  status: 200,
});

export const createApiKey = endpoint({
  id: 'createApiKey',
  method: 'POST',
  path: '/v1/api-keys',
  access: 'api-keys:write',
  summary: 'Create an API key; its secret is shown this once',
  body: Closed({
    name: Name,
    scopes: Type.Array(OneOf(serviceScopes), { minItems: 1, uniqueItems: true }),
    expiresAt: Type.Optional(
      Type.Union([Time, Type.Null()], { description: 'Absent: in a year; null: never' }),
    ),
  }),
  answer: Closed({ apiKey: ApiKey, secret: Type.String() }),
  status: 201,
  refusals: ['api-key.expiry-past'],
});

export const revokeApiKey = endpoint({
  id: 'revokeApiKey',
  method: 'POST',
  path: '/v1/api-keys/:apiKeyId/revoke',
  access: 'api-keys:write',
  summary: 'Revoke an API key at once',
  params: Closed({ apiKeyId: Uuid }),
  answer: ApiKey,
  status: 200,
  refusals: ['api-key.unknown'],
});
