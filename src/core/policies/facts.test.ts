import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { MetadataField } from '../use-cases/use-case.ts';
import { celContext, type PolicyFacts } from './facts.ts';

const fields: readonly MetadataField[] = [
  { name: 'amount', type: 'number', required: true },
  { name: 'count', type: 'integer', required: false },
  { name: 'country', type: 'string', required: false },
  { name: 'vip', type: 'boolean', required: false },
  { name: 'seenAt', type: 'timestamp', required: false },
];

const facts: PolicyFacts = {
  confidence: 0.9,
  label: 'refund',
  model: 'intent-2',
  metadata: { amount: 12.5, count: 3, country: 'DE', vip: false, seenAt: '2025-03-01T12:00:00Z' },
  probabilities: { refund: 0.9 },
  calibrated: null,
  modelState: 'active',
  nowMs: 1_790_000_000_000,
  backlog: null,
};

test('numbers, strings and booleans go as they are', () => {
  const context = celContext(facts, fields);
  assert.equal(context.confidence, 0.9);
  assert.equal(context.label, 'refund');
  assert.equal(context.model, 'intent-2');
  assert.deepEqual(context.probabilities, { refund: 0.9 });
});

test('whole numbers become BigInt and times become Date, which is what the interpreter knows', () => {
  const { metadata } = celContext(facts, fields);
  assert.deepEqual(metadata, {
    amount: 12.5,
    count: 3n,
    country: 'DE',
    vip: false,
    seenAt: new Date('2025-03-01T12:00:00Z'),
  });
});

test('what a decision does not have is not there at all', () => {
  const { metadata } = celContext({ ...facts, metadata: { amount: 1 } }, fields);
  assert.deepEqual(metadata, { amount: 1 });
});

test('a field that the use case does not declare does not reach a rule', () => {
  const { metadata } = celContext({ ...facts, metadata: { amount: 1, secret: 'x' } }, fields);
  assert.deepEqual(metadata, { amount: 1 });
});

test('names that every object inherits are not taken for values', () => {
  const inherited: readonly MetadataField[] = [{ name: 'toString', type: 'string', required: false }];
  assert.deepEqual(celContext({ ...facts, metadata: {} }, inherited).metadata, {});
});

test('the facts themselves are left as they were', () => {
  const before = structuredClone(facts);
  celContext(facts, fields);
  assert.deepEqual(facts, before);
});

test('every safe whole number survives the way exactly', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (count) => {
      const { metadata } = celContext({ ...facts, metadata: { count } }, fields);
      assert.deepEqual(metadata, { count: BigInt(count) });
    }),
  );
});
