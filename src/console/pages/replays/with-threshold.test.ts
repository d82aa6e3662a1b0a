import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicyDocument } from '../../../core/policies/document.ts';
import { withThreshold, writtenThreshold } from './with-threshold.ts';

const bySlice = { by: 'label', values: { other: 0.95 } } as const;
const document: PolicyDocument = {
  rules: [{ name: 'Sure', when: 'confidence >= thresholds.auto', route: { kind: 'release' } }],
  otherwise: { kind: 'hold', dueSeconds: 900, timeout: { action: 'keep-holding' } },
  thresholds: [
    { name: 'auto', value: 0.9, bySlice, certificateId: '0198c0de-0000-7000-8000-000000000000' },
    { name: 'fair', value: 0.6, certificateId: '0198c0de-0000-7000-8000-000000000001' },
  ],
  audit: { rate: 0.05 },
};

test('one threshold gets another value, loses the certificate of the one before, and keeps those of its slices', () => {
  assert.deepEqual(withThreshold(document, 'auto', 0.93), {
    ...document,
    thresholds: [{ name: 'auto', value: 0.93, bySlice }, document.thresholds?.[1]],
  });
});

test('what is not a threshold of the policy changes nothing', () => {
  assert.deepEqual(withThreshold(document, 'other', 0.5), document);
  const { thresholds: _, ...without } = document;
  assert.deepEqual(withThreshold(without, 'auto', 0.5).thresholds, []);
});

test('a swept threshold is written without the dust of floating-point steps', () => {
  assert.equal(writtenThreshold(0.1 + 0.2), 0.3);
  assert.equal(writtenThreshold(0.8725), 0.8725);
});
