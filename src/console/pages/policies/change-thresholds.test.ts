import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicyDocument } from '../../../core/policies/document.ts';
import { addThreshold, changeThreshold, putThreshold, removeThreshold } from './change-thresholds.ts';

const bare: PolicyDocument = { rules: [], otherwise: { kind: 'release' }, audit: { rate: 0.1 } };
const certified: PolicyDocument = {
  ...bare,
  thresholds: [{ name: 'release', value: 0.9, certificateId: 'c-1' }],
};

test('new thresholds get names of their own', () => {
  const names = addThreshold(addThreshold(bare)).thresholds?.map((one) => one.name);
  assert.deepEqual(names, ['release', 'release2']);
});

test('another value is no longer the certified one; another name still is', () => {
  assert.deepEqual(changeThreshold(certified, 0, { value: 0.8 }).thresholds, [
    { name: 'release', value: 0.8 },
  ]);
  assert.deepEqual(changeThreshold(certified, 0, { name: 'safe' }).thresholds, [
    { name: 'safe', value: 0.9, certificateId: 'c-1' },
  ]);
  const other = { name: 'release', value: 0.8, certificateId: 'c-2' };
  assert.deepEqual(putThreshold(certified, 0, other).thresholds, [other]);
});

test('the last value of a slice that goes leaves no empty list behind', () => {
  const own = changeThreshold(certified, 0, { bySlice: { by: 'label', values: { fraud: 0.99 } } });
  assert.deepEqual(changeThreshold(own, 0, { bySlice: { by: 'label', values: {} } }).thresholds, [
    { name: 'release', value: 0.9 },
  ]);
  assert.equal(changeThreshold(bare, 0, { value: 0.5 }), bare);
});

test('the last threshold goes with its list', () => {
  assert.deepEqual(removeThreshold(certified, 0), bare);
});
