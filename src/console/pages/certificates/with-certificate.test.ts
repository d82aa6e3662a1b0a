import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicyDocument } from '../../../core/policies/document.ts';
import { withCertificate } from './with-certificate.ts';

const document: PolicyDocument = {
  rules: [],
  otherwise: { kind: 'release' },
  thresholds: [
    { name: 'other', value: 0.5 },
    { name: 'release', value: 0.9, bySlice: { by: 'label', values: { fraud: 0.99 } } },
  ],
  audit: { rate: 0.1 },
};
const certificate = { certificateId: 'c', threshold: 'release', value: 0.93, bySlice: null };

test('the threshold of its name takes the certified value, and keeps nothing of the old one', () => {
  assert.deepEqual(withCertificate(document, certificate).thresholds, [
    { name: 'other', value: 0.5 },
    { name: 'release', value: 0.93, certificateId: 'c' },
  ]);
});

test('a threshold that is not there is added, with values by class where there are any', () => {
  const { thresholds: _, ...bare } = document;
  assert.deepEqual(
    withCertificate(bare, { ...certificate, bySlice: { by: 'label', values: { fraud: 1 } } }).thresholds,
    [{ name: 'release', value: 0.93, bySlice: { by: 'label', values: { fraud: 1 } }, certificateId: 'c' }],
  );
});
