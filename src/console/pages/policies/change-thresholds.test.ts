import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicyDocument } from '../../../core/policies/document.ts';
import {
  addThreshold,
  changeThreshold,
  putThreshold,
  removeThreshold,
  withClassValue,
} from './change-thresholds.ts';

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

test('the last value of a class that goes leaves no empty list behind', () => {
  const byClass = changeThreshold(certified, 0, { byClass: { fraud: 0.99 } });
  assert.deepEqual(changeThreshold(byClass, 0, { byClass: {} }).thresholds, [
    { name: 'release', value: 0.9 },
  ]);
  assert.equal(changeThreshold(bare, 0, { value: 0.5 }), bare);
});

test('the last threshold goes with its list', () => {
  assert.deepEqual(removeThreshold(certified, 0), bare);
});

test('a class gets a value of its own, another one, and none again', () => {
  const threshold = { name: 'release', value: 0.9, byClass: { fraud: 0.95 } };
  assert.deepEqual(withClassValue(threshold, 'refund', 0.7), { byClass: { fraud: 0.95, refund: 0.7 } });
  assert.deepEqual(withClassValue(threshold, 'fraud', 0.99), { byClass: { fraud: 0.99 } });
  assert.deepEqual(withClassValue(threshold, 'fraud', null), { byClass: {} });
});
