import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { TSchema } from 'typebox';

// Bodies are taken as they are: no coercion, no removal of unknown keys. Queries and params arrive as text.
const strict = formats(new Ajv({ allErrors: false, strict: false }));
const lenient = formats(new Ajv({ allErrors: false, strict: false, coerceTypes: true, useDefaults: true }));

function formats(ajv: Ajv): Ajv {
  addFormats.default(ajv, ['uuid', 'date-time', 'email', 'uri']);
  return ajv;
}

/** Compiles a schema of the contract for the given part of a request. */
export function compileSchema(schema: TSchema, part: 'body' | 'text'): ValidateFunction {
  return (part === 'body' ? strict : lenient).compile(schema);
}

type SchemaError = { instancePath: string; message?: string; params: Record<string, unknown> };

/** What a validator found, each with its place. */
export function describeErrors(
  errors: readonly SchemaError[] | null | undefined,
): { at: string; message: string }[] {
  return (errors ?? []).map(({ instancePath, message, params }) => {
    const key = params.additionalProperty;
    const at = typeof key === 'string' ? `${instancePath}/${key}` : instancePath;
    return { at, message: typeof key === 'string' ? 'is not a known key' : (message ?? 'does not fit') };
  });
}
