import type { BodyOf, Endpoint, ParamsOf, QueryOf } from '../contract/endpoint.ts';
import type { Parts } from './client.ts';

type Known<T> = T extends undefined ? unknown : T;
type RestOfPath<E extends Endpoint> = E extends { path: `${string}*` } ? { path: string } : unknown;

/** Parameters, query and body of an endpoint as one object; a test of the contract keeps their names apart. */
export type FlatInput<E extends Endpoint> = Known<ParamsOf<E>> &
  Known<QueryOf<E>> &
  Known<BodyOf<E>> &
  RestOfPath<E>;

/** Sorts one flat object into the parts of a request. What is neither parameter nor query belongs to the body. */
export function partsOf(endpoint: Endpoint, flat: Readonly<Record<string, unknown>>): Parts {
  const params: Record<string, string> = {};
  const query: Record<string, unknown> = {};
  const body: Record<string, unknown> = {};
  const inPath = new Set(keysOf(endpoint.params));
  const inQuery = new Set(keysOf(endpoint.query));
  for (const [key, value] of Object.entries(flat)) {
    if (inPath.has(key)) params[key] = String(value);
    else if (key === 'path' && endpoint.path.endsWith('*')) params['*'] = String(value);
    else if (inQuery.has(key)) query[key] = value;
    else body[key] = value;
  }
  // A key that belongs nowhere goes along, so that the server names it instead of it vanishing here.
  const hasBody = endpoint.body !== undefined;
  return { params, query: hasBody ? query : { ...query, ...body }, ...(hasBody ? { body } : {}) };
}

/** Names of an object schema's properties. */
export function keysOf(schema: unknown): string[] {
  const properties = (schema as { properties?: Record<string, unknown> } | undefined)?.properties; // TSchema keeps it untyped
  return properties ? Object.keys(properties) : [];
}
