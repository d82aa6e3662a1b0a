import { Ajv, type ErrorObject } from 'ajv';
import { PolicyFile } from '../../contract/policy-file.ts';

export type ShapeProblem = { pointer: string; message: string };

/** What does not fit the schema of a policy file: all of it, where the server names only the first. */
export function checkShape(value: unknown): ShapeProblem[] {
  const ajv = new Ajv({ allErrors: true, verbose: true, strict: false, discriminator: true });
  const validate = ajv.addFormat('uuid', uuid).compile(PolicyFile);
  return validate(value) ? [] : (validate.errors ?? []).flatMap(problemOf);
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function problemOf({ instancePath, keyword, params, message, parentSchema }: ErrorObject): ShapeProblem[] {
  const what = nameOf(instancePath);
  const at = (pointer: string, sentence: string) => [{ pointer, message: sentence }];
  switch (keyword) {
    case 'additionalProperties': {
      const key = String(params.additionalProperty);
      return at(`${instancePath}/${escapePointer(key)}`, `${what} has no "${key}".`);
    }
    case 'required':
      return at(instancePath, `${what} needs "${params.missingProperty}".`);
    case 'type':
      return at(instancePath, `${what} must be ${kinds[String(params.type)] ?? `of type ${params.type}`}.`);
    case 'enum':
      return at(instancePath, `${what} must be one of ${params.allowedValues.join(', ')}.`);
    case 'discriminator':
      // A missing word is told as missing.
      if (params.tagValue === undefined) return [];
      return at(
        `${instancePath}/${params.tag}`,
        `"${params.tag}" must be one of ${wordsOf(parentSchema, params.tag).join(', ')}.`,
      );
    default:
      return at(instancePath, `${what} ${message ?? 'does not fit'}.`);
  }
}

const kinds: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
};

/** The words that tell the kinds of an object apart. */
function wordsOf(schema: unknown, tag: string): string[] {
  const { oneOf } = schema as {
    oneOf: { properties: Record<string, { const?: string; enum?: string[] }> }[];
  }; // as `Tagged` makes them
  return oneOf.flatMap(({ properties }) => properties[tag]?.enum ?? properties[tag]?.const ?? []);
}

/** `/policy/rules/0` is item 1 of "rules". */
function nameOf(pointer: string): string {
  const parts = pointer.split('/').slice(1).map(unescapePointer);
  const [list = '', last] = parts.slice(-2);
  if (parts.length === 0) return 'The file';
  return last !== undefined && /^\d+$/.test(last)
    ? `Item ${Number(last) + 1} of "${list}"`
    : `"${parts.at(-1)}"`;
}

function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
