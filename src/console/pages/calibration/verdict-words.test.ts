import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verdictWords } from './verdict-words.ts';

const given = (indistinguishable: boolean | null, low: number, high: number, pValue: number | null = 0.5) =>
  verdictWords({ ece: { indistinguishable }, gap: { interval: { low, high } }, tests: [{ pValue }] });

test('a model is called calibrated only where nothing speaks against it', () => {
  assert.match(given(true, -0.01, 0.01), /cannot be told from/);
  assert.match(given(true, -0.01, 0.01, null), /cannot be told from/);
  assert.match(given(false, -0.01, 0.01), /hardly ever/);
  assert.equal(given(null, 0.1, 0.2), '');
});

test('a gap or a test that speaks against it is not contradicted by a blunter measure', () => {
  for (const words of [
    given(true, 0.006, 0.052),
    given(true, -0.05, -0.01),
    given(true, -0.01, 0.01, 0.014),
  ]) {
    assert.match(words, /alone could be chance.*say more/);
  }
});
