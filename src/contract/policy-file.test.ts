import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { policyFileSchema } from './policy-file.ts';

const schema = policyFileSchema();
const ajv = new Ajv2020({ strict: true, allErrors: true, formats: { uuid: true } });
const release = { kind: 'release' };
const policy = {
  rules: [{ name: 'Sure', when: 'confidence > 0.9', route: release }],
  otherwise: release,
  audit: { rate: 0.1 },
};

test('editors can check a policy file by its schema alone', () => {
  const validate = ajv.compile(schema);
  assert.equal(validate({ useCase: 'refunds', note: 'Why.', policy }), true, ajv.errorsText(validate.errors));
  const wrong: object[] = [
    { policy },
    { useCase: 'refunds' },
    { useCase: 'Refunds', policy },
    { useCase: 'refunds', policy, more: 1 },
    { useCase: 'refunds', policy: { ...policy, rules: [{ name: 'Sure', when: 1, route: release }] } },
    { useCase: 'refunds', policy: { ...policy, otherwise: { kind: 'explode' } } },
  ];
  for (const file of wrong) assert.equal(validate(file), false, JSON.stringify(file));
});

test('every key an editor can offer has a sentence beside it', () => {
  const { properties } = schema as { properties: Record<string, { description?: string }> };
  for (const [key, { description }] of Object.entries(properties)) assert.ok(description, key);
});
