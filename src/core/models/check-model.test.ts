import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { acceptsDecisions, checkModelName, longestModelName } from './check-model.ts';

test('names as teams write them are fine', () => {
  for (const name of [
    'intent-2',
    'gpt-5.1',
    'org/model:2025-03-01@sha256',
    'Bankmodell Zürich',
    '意図分類',
    'x'.repeat(longestModelName),
  ])
    assert.equal(checkModelName(name), null, name);
});

test('names that look like another are refused with a sentence', () => {
  for (const name of [
    '',
    ' ',
    ' intent',
    'intent ',
    'intent  2',
    'in\u200btent',
    'in\ttent',
    'in\ntent',
    'in\u00a0tent',
  ])
    assert.match(checkModelName(name) ?? '', /visible characters/, JSON.stringify(name));
});

test('a name that is too long is refused', () => {
  assert.notEqual(checkModelName('x'.repeat(longestModelName + 1)), null);
});

test('two spellings of one letter cannot be two models', () => {
  assert.equal(checkModelName('caf\u00e9'), null);
  assert.notEqual(checkModelName('cafe\u0301'), null);
});

test('checking a name is quick, however hostile', () => {
  const hostile = `${'x '.repeat(5000)}\u0000`;
  const before = performance.now();
  assert.notEqual(checkModelName(hostile), null);
  assert.ok(performance.now() - before < 100);
});

test('any name that passes has no blank at its ends and is its own normal form', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (name) => {
      if (checkModelName(name) !== null) return;
      assert.equal(name.trim(), name);
      assert.equal(name.normalize('NFC'), name);
      assert.ok(name.length > 0);
    }),
  );
});

test('a model version sends decisions until the instant it is retired', () => {
  assert.equal(acceptsDecisions({ name: 'a', retiredAtMs: null }, 1000), true);
  assert.equal(acceptsDecisions({ name: 'a', retiredAtMs: 1000 }, 999), true);
  assert.equal(acceptsDecisions({ name: 'a', retiredAtMs: 1000 }, 1000), false);
  assert.equal(acceptsDecisions({ name: 'a', retiredAtMs: 1000 }, 1001), false);
});
