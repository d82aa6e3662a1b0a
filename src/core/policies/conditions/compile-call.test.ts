import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { closure, facts, said } from '../../../testing/both-ways.ts';

test('has() asks for presence, of metadata and probabilities', () => {
  const given = { ...facts, metadata: { amount: 1, vip: false }, probabilities: { refund: 0 } };
  assert.equal(said('has(metadata.vip)', given), true);
  assert.equal(said('has(metadata.country)', given), false);
  assert.equal(said('has(probabilities.refund)', given), true);
  assert.equal(said('has(probabilities.fraud)', given), false);
  assert.equal(said('has(probabilities.constructor)', given), false);
});

test('characters are counted as people see code points, not as they are stored', () => {
  for (const [country, size] of [
    ['', 0n],
    ['DE', 2n],
    ['ü', 1n],
    ['😀', 1n],
    ['a😀b', 3n],
  ] as const) {
    const given = { ...facts, metadata: { amount: 1, country } };
    assert.equal(said('size(metadata.country)', given), size);
    assert.equal(said('metadata.country.size()', given), size);
  }
});

test('the size of the probabilities is how many classes have one', () => {
  assert.equal(said('size(probabilities)'), 2n);
  assert.equal(said('probabilities.size()'), 2n);
  assert.equal(said('size(probabilities)', { ...facts, probabilities: {} }), 0n);
});

test('texts are tested and changed', () => {
  assert.equal(said('model.startsWith("intent")'), true);
  assert.equal(said('model.endsWith(label)'), false);
  assert.equal(said('model.contains("-")'), true);
  assert.equal(said('model.upperAscii()'), 'INTENT-2');
  assert.equal(said('model.upperAscii().lowerAscii() == model'), true);
  assert.equal(said('("  " + label + " ").trim()'), 'refund');
});

test('numbers are converted into each other and into texts', () => {
  assert.equal(said('int(metadata.amount)'), 100n);
  assert.equal(said('int(metadata.count)'), 4n);
  assert.equal(said('double(metadata.count) / 8.0'), 0.5);
  assert.equal(said('double(confidence)'), 0.9);
  assert.equal(said('string(metadata.count)'), '4');
  assert.equal(said('string(metadata.amount)'), '100');
  assert.equal(said('string(confidence)'), '0.9');
  assert.equal(said('string(label)'), 'refund');
  assert.equal(said('string(metadata.vip)'), 'true');
  assert.equal(said('string(metadata.count * 9007199254740991)'), '36028797018963964');
});

test('numbers out of texts, and times out of anything but written texts, are the interpreter’s', () => {
  for (const text of [
    'int(label)',
    'double(label)',
    'timestamp(label)',
    'duration(label)',
    'timestamp(metadata.count)',
    'string(now)',
  ])
    assert.equal(closure(text), null, text);
});

test('a written time or span is read once, when the rule is compiled', () => {
  assert.equal(closure('timestamp("2025-03-01T12:00:00Z")')?.constant, Date.UTC(2025, 2, 1, 12));
  assert.equal(closure('duration("1h30m")')?.constant, 5_400_000);
  assert.equal(closure('timestamp("yesterday")'), null);
  assert.equal(closure('duration("a while")'), null);
  assert.equal(closure('duration("1ns")'), null);
});

test('methods of the wrong thing, and with the wrong number of arguments, are not compiled', () => {
  for (const text of [
    'label.getHours()',
    'now.trim()',
    'now.getHours("UTC")',
    'label.startsWith()',
    'confidence.size()',
    'now.getDayOfYear()',
  ])
    assert.equal(closure(text), null, text);
});

test('any text has the same size, and any number the same words, in both ways', () => {
  const words = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => text.isWellFormed());
  fc.assert(
    fc.property(words, fc.maxSafeInteger(), fc.double({ noNaN: true }), (country, count, amount) => {
      const given = { ...facts, metadata: { amount, count, country } };
      assert.equal(said('size(metadata.country)', given), BigInt([...country].length));
      assert.equal(said('string(metadata.count)', given), `${count}`);
      said('string(metadata.amount)', given);
      said('metadata.country.lowerAscii() + metadata.country.upperAscii()', given);
    }),
  );
});
