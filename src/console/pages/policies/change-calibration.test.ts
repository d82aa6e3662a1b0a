import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicyDocument } from '../../../core/policies/document.ts';
import { changeCalibration } from './change-calibration.ts';

const document: PolicyDocument = { rules: [], otherwise: { kind: 'release' }, audit: { rate: 0.1 } };

test('a model version gets a map, another one, and none again', () => {
  const first = changeCalibration(document, 'v-1', 3);
  assert.deepEqual(first.calibration, { 'v-1': 3 });
  const both = changeCalibration(first, 'v-2', 1);
  assert.deepEqual(changeCalibration(both, 'v-1', 4).calibration, { 'v-2': 1, 'v-1': 4 });
  assert.deepEqual(changeCalibration(both, 'v-2', null), first);
});

test('the last map that goes takes the part with it, as if it had never been there', () => {
  assert.deepEqual(changeCalibration(changeCalibration(document, 'v-1', 3), 'v-1', null), document);
});
