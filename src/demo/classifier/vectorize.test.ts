import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitVocabulary } from './fit-vocabulary.ts';
import { featureSlots, hashFeatures } from './hash-features.ts';
import { vectorize } from './vectorize.ts';

const texts = ['my card is lost', 'my card was stolen', 'top up failed', 'my top up is pending'];
const vocabulary = fitVocabulary(texts);

test('features are slots, and depend on neither capitals nor punctuation', () => {
  const hashes = hashFeatures('My card, PLEASE!');
  assert.ok(hashes.every((hash) => Number.isInteger(hash) && hash >= 0 && hash < featureSlots));
  assert.deepEqual(hashes, hashFeatures('my card please'));
});

test('the order of words matters', () => {
  assert.notDeepEqual(hashFeatures('top up').toSorted(), hashFeatures('up top').toSorted());
});

test('what one text alone has is not a feature', () => {
  const known = new Set(vocabulary.featureAt.filter((feature) => feature >= 0));
  assert.equal(known.size, vocabulary.rarity.length);
  assert.equal(vectorize(vocabulary, 'qqq zzz').features.length, 0);
});

test('a vector has rising features and length one', () => {
  for (const text of texts) {
    const { features, weights } = vectorize(vocabulary, `${text} ${text}`);
    assert.deepEqual(features, Int32Array.from(new Set(features)).sort());
    assert.ok(Math.abs(Math.hypot(...weights) - 1) < 1e-6);
  }
});

test('a text without anything known is an empty vector', () => {
  for (const text of ['', '   ', '🙂', '-- .. --']) {
    assert.deepEqual(vectorize(vocabulary, text), {
      features: new Int32Array(0),
      weights: new Float32Array(0),
    });
  }
});
