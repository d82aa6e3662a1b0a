import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeWords, errorsWords, intervalWords, knownWords } from './replay-words.ts';

const none = { decisions: 0, graded: 0, wrong: 0, unknown: 0, errors: null };

test('errors are told as far as they are known', () => {
  assert.equal(errorsWords(none), 'none');
  assert.equal(errorsWords({ ...none, decisions: 9, unknown: 9 }), 'unknown');
  assert.equal(errorsWords({ ...none, decisions: 9, graded: 1 }), 'too few labels');
  const errors = { value: 11.6, low: 4.2, high: 1200.4 };
  assert.equal(errorsWords({ ...none, decisions: 90, graded: 20, errors }), '12');
  assert.equal(intervalWords({ decisions: 90, errors }), '4 to 1,200');
  assert.equal(intervalWords(none), '');
});

test('what is not known is said with its share', () => {
  assert.equal(knownWords(none, 'newly released'), 'No decision is newly released.');
  assert.match(
    knownWords({ ...none, decisions: 200, graded: 10, wrong: 2, unknown: 50 }, 'newly released'),
    /^200 decisions newly released; 10 of them judged, 2 wrong\. Nothing is known about 50 \(25.%\)/,
  );
});

test('a change carries its sign', () => {
  assert.deepEqual([changeWords(5, 7), changeWords(7, 5), changeWords(5, 5)], ['+2', '−2', '±0']);
});
