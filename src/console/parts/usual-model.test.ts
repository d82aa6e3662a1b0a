import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usualModel } from './usual-model.ts';

const retired = { name: 'old', state: 'active', retiredAt: '2026-01-01T00:00:00Z' };
const shadow = { name: 'new', state: 'shadow', retiredAt: null };
const trial = { name: 'trial', state: 'probation', retiredAt: null };

test('the newest that decides comes first, on probation or not', () => {
  assert.equal(usualModel([shadow, retired, trial])?.name, 'trial');
});

test('where none decides it is the newest, and where there is none there is none', () => {
  assert.equal(usualModel([shadow, retired])?.name, 'new');
  assert.equal(usualModel([]), undefined);
});
