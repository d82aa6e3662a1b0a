import type { OpenApiDocument } from '../../contract/open-api.ts';
import type { Schema } from './make-value.ts';

/** One operation of the OpenAPI document, as the fuzzer needs it. */
export type Operation = {
  id: string;
  method: string;
  path: string;
  params: { name: string; schema: Schema }[];
  query: { name: string; schema: Schema; required: boolean }[];
  body: Schema | null;
  lines: Schema | null;
  status: number;
  answer: Schema | null;
  answerLines: Schema | null;
  streams: boolean;
  codes: readonly string[];
  permission: string;
  /** Names in path and body that only mean something together. */
  needs: string[];
};

type Parameter = { name: string; in: 'path' | 'query'; required: boolean; schema: Schema };
type Content = Record<string, { schema: Schema; 'x-line-schema'?: Schema }>;
type Written = {
  operationId: string;
  parameters: Parameter[];
  requestBody?: { content: Content };
  responses: Record<string, { content?: Content; 'x-codes'?: string[] }>;
  'x-permission': string;
};

/** Everything the document declares; nothing is taken from the code of the contract. */
export function operationsOf(document: OpenApiDocument): Operation[] {
  return Object.entries(document.paths).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, written]) => operationOf(path, method, written as Written)), // as open-api.ts writes it
  );
}

function operationOf(path: string, method: string, written: Written): Operation {
  const status = Object.keys(written.responses).find((key) => key.startsWith('2')) ?? '200';
  const content = written.responses[status]?.content ?? {};
  const answer = content['application/json']?.schema ?? null;
  const body = written.requestBody?.content;
  return {
    id: written.operationId,
    method: method.toUpperCase(),
    path,
    params: written.parameters.filter((parameter) => parameter.in === 'path'),
    query: written.parameters.filter((parameter) => parameter.in === 'query'),
    body: body?.['application/json']?.schema ?? null,
    lines: body?.['application/x-ndjson']?.['x-line-schema'] ?? null,
    status: Number(status),
    answer,
    answerLines: content['application/x-ndjson']?.['x-line-schema'] ?? null,
    streams: answer === null && status !== '204',
    codes: written.responses.default?.['x-codes'] ?? [],
    permission: written['x-permission'],
    needs: needsOf(path, body?.['application/json']?.schema),
  };
}

function needsOf(path: string, body: Schema | undefined): string[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const inBody = Object.keys(body?.properties ?? {}).filter((name) =>
    /^(claimToken|revision|password)$/.test(name),
  );
  return [...inPath, ...inBody];
}
