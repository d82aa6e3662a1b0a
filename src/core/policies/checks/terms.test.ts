import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicySubject } from '../../use-cases/use-case.ts';
import type { PolicyDocument } from '../document.ts';
import type { Surroundings } from './problem.ts';
import { termsOf } from './terms.ts';
import { contains } from './value-set.ts';

const subject: PolicySubject = {
  outputKind: 'class',
  classes: [
    { name: 'refund', impact: 1 },
    { name: 'fraud', impact: 20 },
  ],
  metadataFields: [
    { name: 'amount', type: 'number', required: true },
    { name: 'country', type: 'string', required: false },
    { name: 'channel', type: 'string', required: true, values: ['app', 'web'] },
    { name: 'vip', type: 'boolean', required: false },
  ],
};
const policy: PolicyDocument = {
  rules: [],
  otherwise: { kind: 'release' },
  thresholds: [
    { name: 'sure', value: 0.8, bySlice: { by: 'label', values: { fraud: 0.95 } } },
    { name: 'plain', value: 0.5 },
    { name: 'certified', value: 0.9, certificateId: 'c' },
  ],
  audit: { rate: 0.1 },
  overload: {
    limits: [],
    everySeconds: 60,
    steps: [
      { action: 'set-threshold', threshold: 'plain', value: 0.7 },
      { action: 'set-threshold', threshold: 'plain', value: 0.2 },
      { action: 'hold-reviews' },
    ],
  },
};

function allows(key: string, change: Partial<PolicyDocument> = {}, around: Surroundings = {}) {
  const set = termsOf({ ...policy, ...change }, subject, around).domainOf(key);
  return (value: string | number | boolean) => contains(set, value);
}

test('numbers that are shares lie between 0 and 1', () => {
  for (const key of ['confidence', 'calibrated', 'probabilities.fraud'])
    assert.deepEqual([-0.1, 0, 0.5, 1, 1.1].map(allows(key)), [false, true, true, true, false], key);
});

test('an expected impact lies between nothing and the dearest class, a backlog is never negative', () => {
  assert.deepEqual([-1, 0, 20, 21].map(allows('expectedImpact')), [false, true, true, false]);
  assert.deepEqual([-1, 0, 1e9].map(allows('backlog.tier1')), [false, true, true]);
});

test('names are those there are, where it is known which', () => {
  assert.deepEqual(['refund', 'gone'].map(allows('label')), [true, false]);
  assert.deepEqual(['active', 'trial'].map(allows('modelState')), [true, false]);
  assert.deepEqual(['m-1', 'm-2'].map(allows('model')), [true, true]);
  assert.deepEqual(['m-1', 'm-2'].map(allows('model', {}, { models: ['m-1'] })), [true, false]);
});

test('metadata has the values of its type', () => {
  assert.deepEqual([-1e9, 5].map(allows('metadata.amount')), [true, true]);
  assert.deepEqual(['DE', 'anything'].map(allows('metadata.country')), [true, true]);
  assert.deepEqual(['app', 'fax'].map(allows('metadata.channel')), [true, false]);
  assert.deepEqual([true, false].map(allows('metadata.vip')), [true, true]);
});

test('a required field is always there, an optional one may be', () => {
  assert.deepEqual([true, false].map(allows('has(metadata.amount)')), [true, false]);
  assert.deepEqual([true, false].map(allows('has(metadata.country)')), [true, true]);
});

test('a threshold may take the values of classes and of overload, and any after a certificate', () => {
  const { rangeOf } = termsOf(policy, subject, {});
  assert.deepEqual(rangeOf('sure'), { low: 0.8, high: 0.95 });
  assert.deepEqual(rangeOf('plain'), { low: 0.2, high: 0.7 });
  assert.deepEqual(rangeOf('certified'), { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY });
  assert.deepEqual(rangeOf('unknown'), { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY });
});

test('the calibrated confidence lies within what the maps give, once all of them are known', () => {
  const calibration = { a: 1, b: 2 };
  const ranges = { a: { low: 0.3, high: 0.9 }, b: { low: 0.2, high: 0.8 } };
  const values = [0.1, 0.25, 0.85, 0.95];
  const known = { calibratedRanges: ranges };
  assert.deepEqual(values.map(allows('calibrated', { calibration }, known)), [false, true, true, false]);
  assert.deepEqual(values.map(allows('calibrated', { calibration: { a: 1 } }, known)), [
    false,
    false,
    true,
    false,
  ]);
  assert.deepEqual(values.map(allows('calibrated', { calibration: { ...calibration, c: 3 } }, known)), [
    true,
    true,
    true,
    true,
  ]);
  assert.deepEqual(values.map(allows('calibrated', {}, known)), [true, true, true, true]);
});
