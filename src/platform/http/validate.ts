import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { TSchema } from 'typebox';

// Bodies are taken as they are: no coercion, no removal of unknown keys. Queries and params arrive as text.
const strict = formats(new Ajv({ allErrors: false, strict: false, discriminator: true }));
const lenient = formats(new Ajv({ allErrors: false, strict: false, coerceTypes: true, useDefaults: true }));

function formats(ajv: Ajv): Ajv {
  addFormats.default(ajv, ['email', 'uri']);
  // As we write them, in one spelling: the package also takes capitals and "urn:uuid:…", and leap seconds no Date holds.
  ajv.addFormat('uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
  ajv.addFormat('date-time', isTime);
  return ajv;
}

const time = /^\d{4}-(\d\d)-(\d\d)T\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i;

function isTime(text: string): boolean {
  const [, month, day] = time.exec(text) ?? [];
  if (month === undefined || Number.isNaN(Date.parse(text))) return false;
  // A day that the month does not have moves into the next one.
  return new Date(`2000-${month}-${day}T00:00:00Z`).getUTCMonth() + 1 === Number(month);
}

/** True when the value fits; else what is wrong stands in `errors` until the next call, as AJV leaves it. */
export type Validate = { (value: unknown): boolean; errors: ErrorObject[] | null };

/**
 * A validator for a schema of the contract, for the given part of a request. It is compiled when it is first needed:
 * all of them together would hold up every start by a tenth of a second.
 */
export function compileSchema(schema: TSchema, part: 'body' | 'text'): Validate {
  let compiled: ValidateFunction | null = null;
  const validate: Validate = (value) => {
    compiled ??= (part === 'body' ? strict : lenient).compile(schema);
    const fits = compiled(value);
    validate.errors = compiled.errors ?? null;
    return fits;
  };
  validate.errors = null;
  return validate;
}

type SchemaError = { instancePath: string; message?: string; params: Record<string, unknown> };

/** What a validator found, each with its place. */
export function describeErrors(
  errors: readonly SchemaError[] | null | undefined,
): { at: string; message: string }[] {
  return (errors ?? []).map(({ instancePath, message, params }) => {
    const { additionalProperty: unknown, tag, error } = params;
    if (typeof unknown === 'string')
      return { at: `${instancePath}/${unknown}`, message: 'is not a known key' };
    // Of objects told apart by a tag, none has this one.
    if (error === 'mapping')
      return { at: `${instancePath}/${tag}`, message: 'must be equal to one of the allowed values' };
    return { at: instancePath, message: message ?? 'does not fit' };
  });
}
