import Type, { type Static, type TProperties, type TSchema } from 'typebox';

// Pieces that several words share.

/** An object that refuses unknown keys. */
export function Closed<P extends TProperties>(properties: P, options: { description?: string } = {}) {
  return Type.Object(properties, { additionalProperties: false, ...options });
}

export function OneOf<const T extends readonly string[]>(values: T, options: { description?: string } = {}) {
  return Type.Unsafe<T[number]>({ type: 'string', enum: [...values], ...options });
}

/**
 * One of several objects, told apart by the word under `tag`. What is wrong with one is then said about the object that
 * was meant, and not about the others that it is not either.
 */
export function Tagged<const S extends readonly TSchema[]>(
  tag: string,
  objects: S,
  options: { description?: string } = {},
) {
  return Type.Unsafe<Static<S[number]>>({
    type: 'object',
    required: [tag],
    discriminator: { propertyName: tag },
    oneOf: objects,
    ...options,
  });
}

export function Nullable<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()]);
}

/** In one spelling, as the server writes it: an id in capitals would be another key in maps, cursors and hashes. */
export const Uuid = Type.String({ format: 'uuid', description: 'UUID in lower case' });
export const Time = Type.String({ format: 'date-time', description: 'ISO 8601, UTC' });
export const Name = Type.String({ minLength: 1, maxLength: 200 });
export const Slug = Type.String({
  pattern: '^[a-z0-9][a-z0-9-]{0,62}$',
  description: 'Lower-case letters, digits, hyphens',
});
export const Cursor = Type.String({
  minLength: 1,
  maxLength: 400,
  description: 'Opaque; from the last answer',
});
export const Limit = Type.Integer({ minimum: 1, maximum: 200, default: 50 });

/** Any JSON value. */
export const Json = Type.Unsafe<JsonValue>({ description: 'Any JSON value' });
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** A page of a list; `next` is null at its end. */
export function Page<T extends TSchema>(item: T) {
  return Closed({ items: Type.Array(item), next: Nullable(Cursor) });
}

/** RFC 9457 problem document. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ description: 'Stable; programs may rely on it' }),
    detail: Type.String({ description: 'What was wrong' }),
    todo: Type.Optional(Type.String({ description: 'What to do about it' })),
    requestId: Type.Optional(Type.String()),
    problems: Type.Optional(Type.Array(Closed({ at: Type.String(), message: Type.String() }))),
    facts: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  { description: 'Problem document (RFC 9457)' },
);
