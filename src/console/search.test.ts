import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numberIn, oneOfIn, textIn, timeIn, uuidIn, yesNoIn } from './search.ts';

const id = '0198c0de-0000-7000-8000-000000000001';

test('values that fit are read', () => {
  const raw = { a: 'x', n: '0.5', y: 'true', r: 'hold', id, at: '2026-01-02T03:04:05Z' };
  assert.equal(textIn(raw, 'a'), 'x');
  assert.equal(numberIn(raw, 'n'), 0.5);
  assert.equal(yesNoIn(raw, 'y'), true);
  assert.equal(oneOfIn(raw, 'r', ['hold', 'release']), 'hold');
  assert.equal(uuidIn(raw, 'id'), id);
  assert.equal(timeIn(raw, 'at'), '2026-01-02T03:04:05.000Z');
});

test('an address somebody mistyped leaves the filter out', () => {
  const raw = { n: 'many', y: 'maybe', r: 'elsewhere', id: 'x', at: 'yesterday', empty: '' };
  assert.equal(numberIn(raw, 'n'), undefined);
  assert.equal(numberIn(raw, 'empty'), undefined);
  assert.equal(yesNoIn(raw, 'y'), undefined);
  assert.equal(oneOfIn(raw, 'r', ['hold']), undefined);
  assert.equal(uuidIn(raw, 'id'), undefined);
  assert.equal(timeIn(raw, 'at'), undefined);
});
