import { words } from './index.ts';
import { Problem } from './parts.ts';
import { Route, ThresholdBySlice } from './policy-parts.ts';
import { Slice, SliceBy } from './slice.ts';

type Json = Record<string, unknown>;

/** Schemas that the contract exports by name; found again by identity wherever an endpoint uses them. */
const names: ReadonlyMap<unknown, string> = new Map([
  ...Object.values(words).flatMap((word) =>
    Object.entries(word)
      .filter(([name]) => /^[A-Z]/.test(name))
      .map(([name, schema]): [unknown, string] => [schema, name]),
  ),
  // Parts of several words. The pairs widen to arrays otherwise.
  [Problem, 'Problem'] as [unknown, string],
  [Route, 'Route'] as [unknown, string],
  [Slice, 'Slice'] as [unknown, string],
  [SliceBy, 'SliceBy'] as [unknown, string],
  [ThresholdBySlice, 'ThresholdBySlice'] as [unknown, string],
]);

/** Every named schema, each referring to the others by `$ref`. */
export function namedSchemas(): Record<string, Json> {
  const pairs = [...names].map(([schema, name]): [string, Json] => [name, spread(schema) as Json]); // schemas are objects
  return Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A schema as plain JSON, named parts replaced by a reference. */
export function schemaOf(schema: unknown): Json {
  const name = names.get(schema);
  return name ? { $ref: `#/components/schemas/${name}` } : (spread(schema) as Json); // schemas are objects
}

function spread(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inside);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, inside(part)]));
}

function inside(value: unknown): unknown {
  return names.has(value) ? schemaOf(value) : spread(value);
}
