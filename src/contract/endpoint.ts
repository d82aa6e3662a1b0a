import type { Static, TSchema } from 'typebox';
import type { Permission } from '../core/access/permissions.ts';

/** Who may call: `anyone`, anyone with a session (`signed-in`), or holders of a permission. */
export type Access = 'anyone' | 'signed-in' | Permission;

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * One endpoint, declared once: validation, static types, OpenAPI, SDK and CLI follow from it.
 *
 * `streams` names the media type where the answer is not one JSON document; `lines` marks a body that may also be sent
 * as NDJSON, one item a line, with an answer to each; `table` one that may also be sent as NDJSON or CSV, one row a line,
 * with one answer to all.
 */
export type Endpoint = {
  id: string;
  method: Method;
  path: `/${string}`;
  access: Access;
  summary: string;
  about?: string;
  params?: TSchema;
  query?: TSchema;
  body?: TSchema;
  lines?: { item: TSchema; answer: TSchema };
  table?: { row: TSchema };
  answer?: TSchema;
  status: 200 | 201 | 202 | 204;
  streams?: 'text/event-stream' | 'application/octet-stream' | 'text/plain';
  /** Stable refusal codes beyond the general ones. */
  refusals?: readonly string[];
};

/** Keeps the literal types of a declaration. */
export function endpoint<const E extends Endpoint>(declaration: E): E {
  return declaration;
}

type Part<E, K extends keyof E> = E[K] extends TSchema ? Static<E[K]> : undefined;
export type ParamsOf<E extends Endpoint> = E extends { params: TSchema } ? Part<E, 'params'> : undefined;
export type QueryOf<E extends Endpoint> = E extends { query: TSchema } ? Part<E, 'query'> : undefined;
export type BodyOf<E extends Endpoint> = E extends { body: TSchema } ? Part<E, 'body'> : undefined;
export type AnswerOf<E extends Endpoint> = E extends { answer: TSchema } ? Part<E, 'answer'> : undefined;
