import type { TSchema } from 'typebox';
import { type Permission, serviceScopes } from '../core/access/permissions.ts';
import type { Endpoint } from './endpoint.ts';
import { endpoints, type words } from './index.ts';
import { namedSchemas, schemaOf } from './named-schemas.ts';
import { generalCodes } from './problem-codes.ts';

type Word = keyof typeof words;
type Operation = Record<string, unknown>;

export type OpenApiDocument = {
  openapi: '3.1.0';
  info: Record<string, unknown>;
  servers: { url: string }[];
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>>;
};

const tags: Readonly<Record<Word, string>> = {
  operations: 'Is the process well, and what does it count.',
  access: 'People, their sessions and roles, and the keys of machines.',
  useCases: 'Decision points: what is decided, who owns it, how risky it is.',
  models: 'Model versions whose decisions a use case takes.',
  policies: 'Versioned rules that route the decisions of a use case.',
  standingApprovals: 'Release decisions like these for a while, although the policy would hold them.',
  decisions: 'Model outputs come in, are routed, and come back as outcomes.',
  reviews: 'Tasks that wait for people, claims on them, and verdicts.',
  ledger: 'The tamper-evident log of everything that happened, and its receipts.',
  overview: 'What the numbers say, live.',
  calibration: 'How far the confidence of a model can be trusted, and maps that correct it.',
  validationSets: 'Labelled rows from outside.',
  certificates: 'Thresholds with a stated error and a stated confidence.',
  replays:
    'What a policy would have done to the decisions of the past, and what every threshold would release.',
  shadows: 'What runs beside the live policy or model, and only records what it would have done.',
};

/** The whole contract as OpenAPI 3.1. */
export function openApiDocument(version: string, baseUrl: string): OpenApiDocument {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Steerhouse',
      version,
      description: about,
      license: { name: 'Apache-2.0' },
    },
    servers: [{ url: baseUrl.replace(/\/$/, '') || '/' }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths: paths(),
    components: { schemas: namedSchemas(), securitySchemes },
  };
}

const about = [
  'Keeps people in the loop of AI decisions. Machines send an API key, people sign in.',
  'Every refusal is a problem document (RFC 9457) whose `code` is stable. Codes of any endpoint:',
  Object.entries(generalCodes)
    .map(([code, sentence]) => `- \`${code}\`: ${sentence}`)
    .join('\n'),
].join('\n\n');

const securitySchemes = {
  apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, as `authorization: Bearer …`' },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'steerhouse',
    description:
      "A person's session, set by signing in; named `__Host-steerhouse` where the server is reached over HTTPS",
  },
  csrf: {
    type: 'apiKey',
    in: 'header',
    name: 'x-csrf-token',
    description: 'Goes with the session on every write',
  },
};

function paths(): OpenApiDocument['paths'] {
  const all: OpenApiDocument['paths'] = {};
  for (const { word, endpoint } of endpoints) {
    const path = endpoint.path.replace(/:([A-Za-z]+)/g, '{$1}').replace(/\*$/, '{path}');
    all[path] ??= {};
    all[path][endpoint.method.toLowerCase()] = operation(word, endpoint);
  }
  return all;
}

function operation(word: Word, endpoint: Endpoint): Operation {
  const body = requestBody(endpoint);
  return {
    operationId: endpoint.id,
    tags: [word],
    summary: endpoint.summary,
    ...(endpoint.about ? { description: endpoint.about } : {}),
    parameters: [
      ...parameters(endpoint.params, 'path'),
      ...restOfPath(endpoint),
      ...parameters(endpoint.query, 'query'),
    ],
    ...(body ? { requestBody: body } : {}),
    responses: responses(endpoint),
    security: security(endpoint),
    'x-permission': endpoint.access,
  };
}

function parameters(schema: TSchema | undefined, place: 'path' | 'query'): Record<string, unknown>[] {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    properties?: Record<string, TSchema>;
    required?: string[];
  }; // object schemas only
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = schemaOf(property);
    const needed = place === 'path' || required.includes(name);
    return { name, in: place, required: needed, ...(description ? { description } : {}), schema: rest };
  });
}

function restOfPath(endpoint: Endpoint): Record<string, unknown>[] {
  if (!endpoint.path.endsWith('*')) return [];
  const description = 'The rest of the path; its slashes stay as they are';
  return [{ name: 'path', in: 'path', required: true, description, schema: { type: 'string' } }];
}

function requestBody(endpoint: Endpoint): Record<string, unknown> | null {
  if (!endpoint.body) return null;
  const content = {
    'application/json': { schema: schemaOf(endpoint.body) },
    ...(endpoint.lines && { 'application/x-ndjson': linesOf(endpoint.lines.item) }),
    ...(endpoint.table && { 'application/x-ndjson': linesOf(endpoint.table.row), 'text/csv': table }),
  };
  return { required: true, content };
}

const table = { schema: { type: 'string', description: 'A row a line; the first line names the columns' } };

/** OpenAPI 3.1 has no word for one schema per line: the text is a string, what a line holds is an extension. */
function linesOf(item: TSchema): Record<string, unknown> {
  return {
    schema: { type: 'string', description: 'One JSON document a line' },
    'x-line-schema': schemaOf(item),
  };
}

function responses(endpoint: Endpoint): Record<string, unknown> {
  const codes = endpoint.refusals ?? [];
  const named = codes.map((code) => `\`${code}\``).join(', ');
  return {
    [endpoint.status]: { description: endpoint.summary, ...answerContent(endpoint) },
    default: {
      ...problem(named ? `Refused: ${named}, or a general code` : 'Refused with a general code'),
      'x-codes': codes,
    },
  };
}

function answerContent(endpoint: Endpoint): Record<string, unknown> {
  if (endpoint.streams)
    return { content: { [endpoint.streams]: { schema: streamSchema(endpoint.streams) } } };
  if (!endpoint.answer) return {};
  const lines = endpoint.lines && { 'application/x-ndjson': linesOf(endpoint.lines.answer) };
  return { content: { 'application/json': { schema: schemaOf(endpoint.answer) }, ...lines } };
}

function streamSchema(mediaType: string): Record<string, unknown> {
  return mediaType === 'application/octet-stream' ? { type: 'string', format: 'binary' } : { type: 'string' };
}

function problem(description: string): Record<string, unknown> {
  return {
    description,
    headers: {
      'retry-after': {
        description: 'Seconds to wait before sending the same again',
        schema: { type: 'integer' },
      },
    },
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

function security({ access, method }: Endpoint): Record<string, string[]>[] {
  if (access === 'anyone') return [];
  const person = method === 'GET' ? { session: [] } : { session: [], csrf: [] };
  const machine = access !== 'signed-in' && serviceScopes.includes(access satisfies Permission);
  return machine ? [{ apiKey: [] }, person] : [person];
}
