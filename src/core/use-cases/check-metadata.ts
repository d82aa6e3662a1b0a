import type { FieldType, MetadataField } from './use-case.ts';

export type MetadataValue = string | number | boolean;
export type Metadata = Readonly<Record<string, MetadataValue>>;

/** All problems of one decision's metadata as sentences; empty when it fits. */
export type MetadataCheck = (metadata: Readonly<Record<string, unknown>>) => readonly string[];

/**
 * Longest string a metadata field may hold. Rules compare strings, so this bounds what a condition can cost;
 * long content belongs into the input.
 */
export const longestString = 2000;

const fits: readonly string[] = [];

/**
 * Compiles a metadata schema to a check that runs on every decision.
 *
 * Unknown keys are refused: a misspelt field would otherwise be silently missing from every rule that reads it.
 * `null` is refused too: an absent value is left out, so that `has(metadata.x)` in a rule means what it says.
 * The good case walks the fields once and allocates nothing; sentences are only made once something is wrong.
 *
 * @example
 * const check = compileMetadataCheck([{ name: 'amount', type: 'number', required: true }]);
 * check({ amount: 12.5 }); // []
 * check({ amuont: 12.5 }); // ['metadata.amount is missing.', 'metadata.amuont is not a field of this use case.']
 */
export function compileMetadataCheck(fields: readonly MetadataField[]): MetadataCheck {
  const names = new Set(fields.map((field) => field.name));
  const tests = fields.map((field) => ({ field, accepts: compileField(field) }));
  return (metadata) => {
    let known = 0;
    for (const { field, accepts } of tests) {
      if (Object.hasOwn(metadata, field.name)) {
        if (!accepts(metadata[field.name])) return describe(metadata, fields, names);
        known += 1;
      } else if (field.required) return describe(metadata, fields, names);
    }
    return Object.keys(metadata).length === known ? fits : describe(metadata, fields, names);
  };
}

// A closed list is looked up in a Set, whatever its length.
// A closed list is looked up in a Set, whatever its length.
function compileField({ type, values }: MetadataField): (value: unknown) => boolean {
  if (values !== undefined) {
    const allowed = new Set<unknown>(values);
    return (value) => allowed.has(value);
  }
  return accepting[type];
}

// -0 is a number like any other; NaN and infinities cannot be sent as JSON but can be made by a caller in process.
// -0 is a number like any other; NaN and infinities cannot be sent as JSON but can be made by a caller in process.
const accepting: Readonly<Record<FieldType, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string' && value.length <= longestString,
  number: (value) => Number.isFinite(value),
  integer: (value) => Number.isSafeInteger(value),
  boolean: (value) => typeof value === 'boolean',
  timestamp: (value) => typeof value === 'string' && isTimestamp(value),
};

const isoWithOffset = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** Without an offset a time would mean something else on every machine, so one is demanded (RFC 3339). */
export function isTimestamp(text: string): boolean {
  return isoWithOffset.test(text) && dayExists(text) && !Number.isNaN(Date.parse(text));
}

// Date.parse takes 2025-02-30 for the 2nd of March; a typo must not move a date.
function dayExists(text: string): boolean {
  const [year, month, day] = [text.slice(0, 4), text.slice(5, 7), text.slice(8, 10)].map(Number);
  return (day ?? 0) <= new Date(Date.UTC(year ?? 0, month ?? 0, 0)).getUTCDate();
}

const wanted: Readonly<Record<FieldType, string>> = {
  string: `a string of at most ${longestString} characters`,
  number: 'a finite number',
  integer: 'a whole number within ±2^53',
  boolean: 'true or false',
  timestamp: 'a time such as 2025-03-01T12:00:00Z, with its offset',
};

function describe(
  metadata: Readonly<Record<string, unknown>>,
  fields: readonly MetadataField[],
  names: ReadonlySet<string>,
): readonly string[] {
  const problems = fields.flatMap((field) => {
    if (!Object.hasOwn(metadata, field.name))
      return field.required ? [`metadata.${field.name} is missing.`] : [];
    return compileField(field)(metadata[field.name]) ? [] : [sentence(field)];
  });
  const unknown = Object.keys(metadata).filter((key) => !names.has(key));
  // A hostile sender may send thousands of unknown keys; naming five is enough to find the mistake.
  return [
    ...problems,
    ...unknown.slice(0, 5).map((key) => `metadata.${key.slice(0, 64)} is not a field of this use case.`),
  ];
}

// The value itself is left out of the sentence: it may be personal data, and sentences end up in logs.
// The value itself is left out of the sentence: it may be personal data, and sentences end up in logs.
function sentence({ name, type, values }: MetadataField): string {
  if (values === undefined) return `metadata.${name} must be ${wanted[type]}.`;
  const some = values.slice(0, 10).map((value) => `"${value}"`);
  return `metadata.${name} must be one of ${some.join(', ')}${values.length > 10 ? ', …' : ''}.`;
}
