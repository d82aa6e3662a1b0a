import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closure, facts, ordinary, said } from '../../../testing/both-ways.ts';

test('every variable is read as it is', () => {
  assert.equal(said('confidence'), 0.9);
  assert.equal(said('calibrated'), 0.85);
  assert.equal(said('label'), 'refund');
  assert.equal(said('model'), 'intent-2');
  assert.equal(said('modelState'), 'probation');
  assert.equal(said('now'), BigInt(facts.nowMs));
  assert.equal(said('backlog.tier1'), 120n);
  assert.equal(said('backlog.overdueSeconds'), 1.5);
});

test('metadata keeps the type that the use case gave it', () => {
  assert.equal(closure('metadata.amount')?.type, 'double');
  assert.equal(closure('metadata.count')?.type, 'int');
  assert.equal(closure('metadata.country')?.type, 'string');
  assert.equal(closure('metadata.vip')?.type, 'bool');
  assert.equal(closure('metadata.seenAt')?.type, 'time');
});

test('a dot and a written key are one thing', () => {
  assert.equal(said('metadata["country"]'), 'DE');
  assert.equal(said('probabilities.fraud'), 0.3);
  assert.equal(said('probabilities["fraud"]'), 0.3);
  assert.equal(said('probabilities[label]'), 0.7);
});

test('a field that is false, zero or empty is there', () => {
  const given = { ...facts, metadata: { amount: 0, count: 0, country: '', vip: false } };
  assert.equal(said('metadata.amount', given), 0n);
  assert.equal(said('metadata.count', given), 0n);
  assert.equal(said('metadata.country', given), '');
  assert.equal(said('metadata.vip', given), false);
});

test('every name that may be missing is missed by name', () => {
  const bare = { ...facts, label: null, calibrated: null, backlog: null, metadata: {}, probabilities: {} };
  for (const [text, message] of [
    ['metadata.amount', 'metadata.amount is missing'],
    ['metadata.seenAt', 'metadata.seenAt is missing'],
    ['probabilities.fraud', 'the probability of "fraud" is missing'],
    ['probabilities[model]', 'the probability of "intent-2" is missing'],
    ['label', 'label is missing'],
    ['backlog.tier2', 'the backlog is missing'],
    [
      'calibrated',
      'there is no calibrated confidence, as the policy names no calibration map for the model version or slice',
    ],
  ] as const) {
    assert.equal(said(text, bare), 'cannot', text);
    assert.throws(() => closure(text)?.run(bare, ordinary), { name: 'CannotEvaluate', message });
  }
});

test('a time that is none is missing, as if it were not there', () => {
  const given = { ...facts, metadata: { amount: 1, seenAt: 'not a time' } };
  assert.throws(() => closure('metadata.seenAt')?.run(given, ordinary), /metadata\.seenAt is missing/);
});

test('a time keeps no more than its milliseconds', () => {
  const given = { ...facts, metadata: { amount: 1, seenAt: '2025-03-01T12:00:00.123456789Z' } };
  assert.equal(said('metadata.seenAt', given), BigInt(Date.UTC(2025, 2, 1, 12, 0, 0, 123)));
});

test('names that every object inherits are nobody’s', () => {
  assert.equal(closure('constructor'), null);
  assert.equal(closure('toString'), null);
  assert.equal(said('probabilities["constructor"]'), 'cannot');
});

test('what has no compiled form stays the interpreter’s', () => {
  for (const text of ['metadata', 'probabilities', 'metadata[label]', 'thresholds', 'backlog'])
    assert.equal(closure(text), null, text);
});
