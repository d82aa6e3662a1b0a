import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listedOptions, optionsOf } from './options.ts';
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

test('of many classes only the likely ones are listed, and none while the suggestion is hidden', () => {
  const item = itemNamed('a');
  const classes = Array.from({ length: 20 }, (_, place) => ({ name: `class ${place}`, impact: 1 }));
  const many = {
    ...item,
    label: 'class 3',
    useCase: { ...item.useCase, classes },
    probabilities: { 'class 3': 0.6, 'class 9': 0.4 },
  };
  assert.deepEqual(
    listedOptions(many, false).map((option) => option.name),
    ['class 3', 'class 9'],
  );
  assert.deepEqual(listedOptions(many, true), []);
  assert.deepEqual(
    listedOptions({ ...many, probabilities: null }, false).map((option) => option.name),
    ['class 3'],
  );
  assert.equal(listedOptions(item, true).length, 3);
});
