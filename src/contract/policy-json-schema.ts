import { PolicyDocument } from './policies.ts';
import { Audit, Route, Rule, Threshold } from './policy-parts.ts';

type Json = Record<string, unknown>;

/** Parts that come under their names, so that the schema stays readable and editors can jump. */
const parts: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [Route, 'route'],
  [Rule, 'rule'],
  [Threshold, 'threshold'],
  [Audit, 'audit'],
]);

/**
 * The JSON Schema (2020-12) of a policy's document, by which editors complete and check it. It refers to nothing but
 * itself.
 */
export function policyJsonSchema(): Json {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Policy of Steerhouse',
    ...spread(PolicyDocument),
    $defs: policyDefinitions(),
  };
}

/** The named parts, as they stand under `$defs`. */
function policyDefinitions(): Json {
  return Object.fromEntries([...parts].map(([schema, name]) => [name, spread(schema)]));
}

/** As plain JSON. `discriminator` is OpenAPI's word and means nothing to JSON Schema. */
function spread(schema: unknown): Json {
  const entries = Object.entries(schema as Json).filter(([key]) => key !== 'discriminator'); // schemas are objects
  return Object.fromEntries(entries.map(([key, value]) => [key, inside(value)]));
}

function inside(value: unknown): unknown {
  const name = parts.get(value);
  if (name !== undefined) return { $ref: `#/$defs/${name}` };
  if (Array.isArray(value)) return value.map(inside);
  return typeof value === 'object' && value !== null ? spread(value) : value;
}
