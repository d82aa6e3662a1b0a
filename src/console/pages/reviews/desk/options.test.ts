import assert from 'node:assert/strict';
import { test } from 'node:test';
import { optionsOf } from './options.ts';
import { itemNamed } from './stage-item.ts';

const names = (item: Parameters<typeof optionsOf>[0], hidden = false) =>
  optionsOf(item, hidden).map((option) => option.name);

test('the most probable class comes first', () => {
  const item = itemNamed('a', { probabilities: { refund: 0.1, fraud: 0.3, other: 0.6 } });
  assert.deepEqual(names(item), ['other', 'fraud', 'refund']);
});

test('without probabilities the class the model said comes first, the others by name', () => {
  assert.deepEqual(names(itemNamed('a', { probabilities: null })), ['refund', 'fraud', 'other']);
});

test('a hidden suggestion leaves no trace in the order', () => {
  const item = itemNamed('a', { probabilities: { refund: 0.1, fraud: 0.3, other: 0.6 } });
  assert.deepEqual(names(item, true), ['fraud', 'other', 'refund']);
  assert.ok(optionsOf(item, true).every((option) => option.probability === null));
});
