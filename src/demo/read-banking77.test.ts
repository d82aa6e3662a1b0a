import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBanking77 } from './read-banking77.ts';

const { intents, seed, unseen } = readBanking77();

test('the published rows are parted into seed and unseen without a loss', () => {
  const keys = new Set([...seed, ...unseen].map(({ split, row }) => `${split} ${row}`));
  assert.deepEqual([intents.length, seed.length, unseen.length, keys.size], [77, 2000, 8003 + 3080, 13_083]);
  assert.equal(unseen.filter(({ split }) => split === 'test').length, 3080);
  assert.ok(seed.every(({ split }) => split === 'train'));
});

test('every query has one line of text and a known intent', () => {
  for (const { text, intent } of [...seed, ...unseen]) {
    assert.match(text, /^\S(.*\S)?$/);
    assert.ok(intents.includes(intent));
  }
});

test('commas and quotes inside a question survive', () => {
  assert.equal(
    unseen.find(({ split, row }) => split === 'test' && row === 1)?.text.includes(', I ordered'),
    true,
  );
});
