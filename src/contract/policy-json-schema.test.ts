import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { policyJsonSchema } from './policy-json-schema.ts';

const schema = policyJsonSchema();
const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });
formats.default(ajv);
const validate = ajv.compile(schema);

const timeout = { action: 'safe-output', afterSeconds: 60, output: 'spam' };
const people = { dueSeconds: 900, tier: 2, qualification: 'fraud-desk', blind: true };
const everything = {
  rules: [
    { name: 'Sure', when: 'calibrated >= thresholds.sure', route: { kind: 'release' } },
    { name: 'Later', when: 'true', route: { kind: 'release-and-review', ...people } },
    { name: 'Held', when: 'true', route: { kind: 'hold', ...people, timeout } },
    {
      name: 'Together',
      when: 'true',
      route: {
        kind: 'consensus',
        ...people,
        meanwhile: 'release',
        judgements: { least: 2, most: 3 },
        timeout: { action: 'escalate', afterSeconds: 60 },
      },
    },
  ],
  otherwise: { kind: 'hold', dueSeconds: 900, timeout: { action: 'keep-holding' } },
  thresholds: [
    {
      name: 'sure',
      value: 0.9,
      bySlice: { by: 'label', values: { fraud: 0.99 } },
      certificateId: '01890a5d-ac96-774b-bcce-b302099a8057',
    },
  ],
  calibration: {
    'intent-2': 3,
    'intent-3': { map: 1, bySlice: { by: 'metadata.channel', values: { app: 2 } } },
  },
  audit: { rate: 0.05, dueSeconds: 60, floor: 0.01, strata: [{ name: 'abroad', when: 'true', rate: 0.2 }] },
  overload: {
    limits: [{ tier: 1, backlog: 100, overdueSeconds: 600 }],
    steps: [
      { action: 'set-threshold', threshold: 'sure', value: 0.95 },
      { action: 'sample-less', factor: 0.5 },
      { action: 'hold-reviews' },
      { action: 'safe-output', output: null },
    ],
    everySeconds: 60,
  },
};

type Part = Record<string, unknown>;

/** Every object inside, with its place. */
function walk(value: unknown, at = ''): [string, Part][] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, part]) => walk(part, `${at}/${key}`));
  return Array.isArray(value) ? inner : [[at, value as Part], ...inner];
}

test('a policy that uses everything fits', () => {
  assert.equal(validate(everything), true, JSON.stringify(validate.errors));
});

test('what the server refuses is refused, at its place', () => {
  const wrong: readonly (readonly [Part, string])[] = [
    [{ ...everything, extra: 1 }, ''],
    [{ ...everything, audit: { rate: 2 } }, '/audit/rate'],
    [{ ...everything, otherwise: { kind: 'drop' } }, '/otherwise/kind'],
    [{ ...everything, rules: [{ name: '', when: 'true', route: { kind: 'release' } }] }, '/rules/0/name'],
    [{ ...everything, thresholds: [{ name: 'Sure', value: 1 }] }, '/thresholds/0/name'],
    [{ ...everything, calibration: { m: 0 } }, '/calibration/m'],
    [
      { ...everything, calibration: { m: { bySlice: { by: 'label', values: {} } } } },
      '/calibration/m/bySlice/values',
    ],
    [
      { ...everything, calibration: { m: { bySlice: { by: 'model', values: { a: 1 } } } } },
      '/calibration/m/bySlice/by',
    ],
    [{ ...everything, overload: { ...everything.overload, steps: [] } }, '/overload/steps'],
  ];
  for (const [document, at] of wrong) {
    assert.equal(validate(document), false);
    assert.ok(
      validate.errors?.some(({ instancePath }) => instancePath === at),
      JSON.stringify(validate.errors),
    );
  }
});

test('it stands for itself: every reference is to one of its own parts, and each part is used', () => {
  const references = walk(schema).flatMap(([, { $ref }]) => (typeof $ref === 'string' ? [$ref] : []));
  const definitions = Object.keys(schema.$defs as Part).map((name) => `#/$defs/${name}`);
  assert.deepEqual([...new Set(references)].sort(), definitions.sort());
});

test('every field is described by a sentence', () => {
  const definitions = schema.$defs as Record<string, Part>;
  const described = ({ description, $ref }: Part) =>
    String(description ?? definitions[String($ref).split('/').at(-1) ?? '']?.description);
  let fields = 0;
  for (const [at, part] of walk(schema))
    for (const [name, field] of Object.entries(at.endsWith('/properties') ? part : {})) {
      assert.match(described(field as Part), /^[A-Z].*\.$/, `${at}/${name}`);
      fields += 1;
    }
  assert.ok(fields > 60, `${fields} fields`);
});

test('it is plain JSON, without the words of OpenAPI', () => {
  assert.deepEqual(JSON.parse(JSON.stringify(schema)), schema);
  assert.ok(walk(schema).every(([, part]) => !('discriminator' in part)));
});
