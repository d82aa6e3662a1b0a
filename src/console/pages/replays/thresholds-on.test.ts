import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicyDocument } from '../../../core/policies/document.ts';
import { thresholdsOn } from './thresholds-on.ts';

const document: PolicyDocument = {
  rules: [
    { name: 'Costly', when: 'expectedImpact>thresholds.costly', route: { kind: 'release' } },
    { name: 'Sure', when: 'label == "a" && confidence >= thresholds.release', route: { kind: 'release' } },
    { name: 'Own', when: 'metadata.confidence >= thresholds.own', route: { kind: 'release' } },
  ],
  otherwise: { kind: 'release' },
  thresholds: [
    { name: 'costly', value: 2 },
    { name: 'release', value: 0.9 },
    { name: 'own', value: 0.5 },
    { name: 'unused', value: 0.1 },
  ],
  audit: { rate: 0 },
};

test('only the thresholds that this very score is held against are named', () => {
  assert.deepEqual(thresholdsOn(document, 'confidence'), [{ name: 'release', value: 0.9 }]);
  assert.deepEqual(thresholdsOn(document, 'expectedImpact'), [{ name: 'costly', value: 2 }]);
  assert.deepEqual(thresholdsOn(document, 'calibrated'), []);
});

test('without a policy in force there is none', () => {
  assert.deepEqual(thresholdsOn(undefined, 'confidence'), []);
});
