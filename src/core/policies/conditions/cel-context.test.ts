import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { MetadataField, PolicySubject } from '../../use-cases/use-case.ts';
import type { PolicyFacts } from '../facts.ts';
import { CannotEvaluate } from './cannot-evaluate.ts';
import { celContext } from './cel-context.ts';
import type { Given } from './given.ts';

const fields: readonly MetadataField[] = [
  { name: 'amount', type: 'number', required: true },
  { name: 'count', type: 'integer', required: false },
  { name: 'country', type: 'string', required: false },
  { name: 'vip', type: 'boolean', required: false },
  { name: 'seenAt', type: 'timestamp', required: false },
];

const given: Given = { thresholds: [], expectedImpact: () => 1 };

function subjectOf(metadataFields: readonly MetadataField[]): PolicySubject {
  return { outputKind: 'class', classes: [], metadataFields };
}

function context(of: PolicyFacts, metadataFields = fields) {
  return celContext(of, subjectOf(metadataFields), given);
}

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
  const found = context(facts);
  assert.equal(found.confidence, 0.9);
  assert.equal(found.label, 'refund');
  assert.equal(found.model, 'intent-2');
  assert.deepEqual(found.probabilities, { refund: 0.9 });
});

test('whole numbers become BigInt and times become Date, which is what the interpreter knows', () => {
  const { metadata } = context(facts);
  assert.deepEqual(metadata, {
    amount: 12.5,
    count: 3n,
    country: 'DE',
    vip: false,
    seenAt: new Date('2025-03-01T12:00:00Z'),
  });
});

test('what a decision does not have is not there at all', () => {
  const { metadata } = context({ ...facts, metadata: { amount: 1 } });
  assert.deepEqual(metadata, { amount: 1 });
});

test('a field that the use case does not declare does not reach a rule', () => {
  const { metadata } = context({ ...facts, metadata: { amount: 1, secret: 'x' } });
  assert.deepEqual(metadata, { amount: 1 });
});

test('names that every object inherits are not taken for values', () => {
  const inherited: readonly MetadataField[] = [{ name: 'toString', type: 'string', required: false }];
  assert.deepEqual(context({ ...facts, metadata: {} }, inherited).metadata, {});
});

test('the facts themselves are left as they were', () => {
  const before = structuredClone(facts);
  context(facts);
  assert.deepEqual(facts, before);
});

test('every safe whole number survives the way exactly', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (count) => {
      const { metadata } = context({ ...facts, metadata: { count } });
      assert.deepEqual(metadata, { count: BigInt(count) });
    }),
  );
});

test('the moment, the backlog and the thresholds come in their shapes', () => {
  const nowMs = Date.UTC(2026, 0, 1);
  const backlog = { tier1: 3, tier2: 0, overdueSeconds: 1.5 };
  const beside: Given = {
    ...given,
    thresholds: [{ name: 'sure', value: 0.8, bySlice: { field: null, values: new Map([['refund', 0.95]]) } }],
  };
  const found = celContext({ ...facts, nowMs, backlog }, subjectOf(fields), beside);
  assert.deepEqual(found.now, new Date(nowMs));
  assert.deepEqual(found.backlog, { tier1: 3n, tier2: 0n, overdueSeconds: 1.5 });
  assert.deepEqual(found.thresholds, { sure: 0.95 });
  assert.equal(found.expectedImpact, 1);
});

test('what is not known is left out, so that reading it is an error', () => {
  const cannot: Given = {
    ...given,
    expectedImpact: () => {
      throw new CannotEvaluate('the impact of a class is missing');
    },
  };
  const found = celContext({ ...facts, label: null }, subjectOf(fields), cannot);
  for (const name of ['calibrated', 'backlog', 'label', 'expectedImpact']) assert.ok(!(name in found), name);
});

test('a mistake of ours is not taken for something that is not known', () => {
  const broken: Given = {
    ...given,
    expectedImpact: () => {
      throw new TypeError('x is not a function');
    },
  };
  assert.throws(() => celContext(facts, subjectOf(fields), broken), TypeError);
});

test('where there are no classes, there is nothing of them', () => {
  const found = celContext(facts, { outputKind: 'text', classes: [], metadataFields: fields }, given);
  for (const name of ['label', 'probabilities', 'expectedImpact']) assert.ok(!(name in found), name);
});
