import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from '@marcbachmann/cel-js';
import { coveredBy } from './coverage.ts';
import { demandsOf } from './demands.ts';
import type { Terms } from './terms.ts';
import { everyNumber, only } from './value-set.ts';

const terms: Terms = {
  domainOf: (key) =>
    key === 'label'
      ? only(['a', 'b', 'c'])
      : key.startsWith('has(') || key === 'metadata.vip'
        ? only([true, false])
        : everyNumber,
  rangeOf: () => ({ low: 0.7, high: 0.9 }),
};

/** Names of the conditions that together take all that the last one would. */
function takers(...conditions: readonly string[]): readonly string[] | null {
  const [last, ...before] = conditions.toReversed();
  const [demand] = demandsOf(parse(last ?? 'true').ast, terms);
  const earlier = before
    .toReversed()
    .flatMap((text, index) =>
      demandsOf(parse(text).ast, terms).map((one) => ({ name: `${index}`, demand: one })),
    );
  return coveredBy(demand ?? [], earlier, terms);
}

test('the first that asks for less takes everything', () => {
  assert.deepEqual(takers('confidence > 0.5', 'confidence > 0.4', 'confidence > 0.6'), ['0']);
  assert.deepEqual(takers('label == "a"', 'true', 'confidence > 0.6'), ['1']);
  assert.equal(takers('confidence > 0.5', 'confidence > 0.4'), null);
  assert.equal(takers('confidence > 0.5 && label == "a"', 'confidence > 0.6'), null);
});

test('several take together what lies along one thing', () => {
  assert.deepEqual(takers('label == "a"', 'label == "b"', 'label == "c"', 'confidence > 0.5'), [
    '0',
    '1',
    '2',
  ]);
  assert.deepEqual(takers('confidence > 0.5', 'metadata.vip', 'confidence <= 0.5', 'label == "a"'), [
    '0',
    '2',
  ]);
  assert.equal(
    takers('label == "a" && confidence > 0.5', 'label != "a" && confidence > 0.4', 'confidence > 0.45'),
    null,
  );
  assert.deepEqual(
    takers('label == "a" && confidence > 0.5', 'label != "a" && confidence > 0.4', 'confidence > 0.55'),
    ['0', '1'],
  );
});

test('alternatives of one condition count together', () => {
  assert.deepEqual(takers('confidence > 0.5 || confidence <= 0.5', 'label == "a"'), ['0']);
});

test('a thing and its opposite leave nothing, also where it is not understood or moves', () => {
  assert.deepEqual(takers('model.contains("x")', '!model.contains("x")', 'label == "a"'), ['0', '1']);
  assert.deepEqual(takers('confidence >= thresholds.sure', 'confidence < thresholds.sure', 'label == "a"'), [
    '0',
    '1',
  ]);
  assert.equal(takers('model.contains("x")', '!model.contains("y")', 'label == "a"'), null);
});

test('a moving threshold takes for certain only what is beyond all its values', () => {
  assert.deepEqual(takers('confidence >= thresholds.sure', 'confidence >= 0.9'), ['0']);
  assert.equal(takers('confidence >= thresholds.sure', 'confidence >= 0.85'), null);
  assert.equal(takers('confidence >= 0.8', 'confidence >= thresholds.sure'), null);
  assert.deepEqual(takers('confidence >= 0.7', 'confidence >= thresholds.sure'), ['0']);
});

test('what is read is there', () => {
  assert.deepEqual(takers('has(metadata.count)', 'metadata.count > 5'), ['0']);
  assert.equal(takers('has(metadata.count)', 'metadata.other > 5'), null);
  assert.equal(takers('!has(metadata.count)', 'metadata.count > 5'), null);
});

test('a demand with two demands of one thing takes only what passes both', () => {
  assert.deepEqual(takers('confidence > 0.2 && confidence < 0.5', 'confidence > 0.3 && confidence < 0.4'), [
    '0',
  ]);
  assert.equal(
    takers('confidence != 0.35 && confidence < 0.5', 'confidence > 0.3 && confidence < 0.4'),
    null,
  );
});

test('nothing comes before, nothing is taken', () => {
  assert.equal(takers('confidence > 0.5'), null);
  assert.equal(takers('true'), null);
});
