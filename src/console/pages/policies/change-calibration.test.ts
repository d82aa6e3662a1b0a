import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicyDocument } from '../../../core/policies/document.ts';
import { changeCalibration, withGeneralMap, withSliceMaps } from './change-calibration.ts';

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

test('slices get maps of their own beside the one for all others, and lose them again', () => {
  const bySlice = { by: 'metadata.channel', values: { app: 2 } };
  assert.deepEqual(withSliceMaps(1, bySlice), { map: 1, bySlice });
  assert.deepEqual(withSliceMaps(undefined, bySlice), { bySlice });
  const empty = { ...bySlice, values: {} };
  assert.deepEqual([withSliceMaps({ map: 1, bySlice }, empty), withSliceMaps({ bySlice }, empty)], [1, null]);
  assert.deepEqual(withGeneralMap({ map: 1, bySlice }, 3), { map: 3, bySlice });
  assert.deepEqual(withGeneralMap({ map: 1, bySlice }, null), { bySlice });
  assert.deepEqual(
    [withGeneralMap(1, 3), withGeneralMap(1, null), withGeneralMap(undefined, 3)],
    [3, null, 3],
  );
});
