import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clashes, optionKey, places, reasonKey, reviewKeys } from './review-keys.ts';

const all = [...Object.values(reviewKeys), ...places.map(optionKey), ...places.map(reasonKey)];

test('no key does two things', () => {
  assert.deepEqual(clashes(all), []);
});

test('every key says what it does and how it is printed', () => {
  for (const { shown, label } of all) assert.ok(shown.length > 0 && label.length > 0);
});

test('no key takes what browsers and systems keep for themselves', () => {
  for (const { key } of all) assert.doesNotMatch(key, /^(Alt|Meta|Control)\+|^F\d|^\$mod\+[a-z]$/i);
});

test('a key given twice is found, and so is one that begins a sequence', () => {
  const twice = { key: 'A', shown: 'A', label: 'Again' };
  assert.deepEqual(clashes([reviewKeys.approve, twice]), ['a']);
  assert.deepEqual(clashes([reviewKeys.guideline, { key: 'g d', shown: 'g d', label: 'Go' }]), ['g']);
});
