import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rankMatches } from './rank-matches.ts';

const names = ['card_arrival', 'carry_over', 'lost_or_stolen_card', 'exchange_rate'];

test('a name that begins with what was typed comes before one that has it in the middle', () => {
  assert.deepEqual(rankMatches('car', names).slice(0, 3), [
    'card_arrival',
    'carry_over',
    'lost_or_stolen_card',
  ]);
  assert.deepEqual(rankMatches('card', names).slice(0, 2), ['card_arrival', 'lost_or_stolen_card']);
});

test('spaces, hyphens and underscores are the same, and so are large and small letters', () => {
  assert.deepEqual(rankMatches('Stolen card', names), ['lost_or_stolen_card']);
});

test('letters in order are enough to find a name', () => {
  assert.deepEqual(rankMatches('xrt', names), ['exchange_rate']);
});

test('nothing typed leaves the order as it is, nonsense finds nothing', () => {
  assert.deepEqual(rankMatches(' ', names), names);
  assert.deepEqual(rankMatches('zzz', names), []);
});
