import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  certifiedSentence,
  fallbackSentence,
  neededOfAllSentence,
  neededSentence,
  notCertifiableSentence,
} from './certificate-sentences.ts';

const goal = { promise: 'released', targetError: 0.01, confidenceLevel: 0.95 } as const;
const bars = { threshold: 0.93, bySlice: null, coverage: 0.4123 };
const expected = { ...goal, promise: 'all-in-expectation', confidenceLevel: null } as const;

test('a certificate says what it promises, of what, and for how much', () => {
  assert.equal(
    certifiedSentence(goal, bars),
    'With 95 % confidence, at most 1 % of what scores at or above 0.93 is wrong, for traffic like that of the window; that is 41.2 % of the decisions.',
  );
});

test('of all decisions it counts what is wrong and released', () => {
  assert.equal(
    certifiedSentence({ ...goal, promise: 'all' }, bars),
    'With 95 % confidence, at most 1 % of all decisions are wrong and score at or above 0.93, for traffic like that of the window; that releases 41.2 % of them.',
  );
});

test('in expectation is called so, and has no confidence', () => {
  const sentence = certifiedSentence(expected, bars);
  assert.match(sentence, /^In expectation, at most 1 % of all decisions/);
  assert.match(sentence, /the mean over such windows.*; a single one may be worse\.$/);
  assert.doesNotMatch(sentence, /confidence/);
});

test('that nothing can be certified is said of the promise that was asked for', () => {
  assert.deepEqual([goal, { ...goal, promise: 'all' } as const, expected].map(notCertifiableSentence), [
    'No threshold can be certified for at most 1 % errors at 95 % confidence.',
    'No threshold can be certified for at most 1 % of all decisions wrong and released at 95 % confidence.',
    'No threshold can be certified for at most 1 % of all decisions wrong and released in expectation.',
  ]);
});

test('by class it names those of which nothing is released', () => {
  const sentence = certifiedSentence(goal, {
    threshold: 0.93,
    bySlice: { by: 'label', values: { refund: 0.9, fraud: 2 } },
    coverage: 0.3,
  });
  assert.match(sentence, /at or above the threshold of its class is wrong/);
  assert.match(sentence, /Nothing is released of fraud\.$/);
  const byChannel = { by: 'metadata.channel', values: { app: 0.9 } };
  const held = certifiedSentence(goal, { threshold: 2, bySlice: byChannel, coverage: 0.3 });
  assert.match(held, /at or above the threshold of its channel is wrong/);
  assert.match(held, /Nothing is released of decisions without a channel\.$/);
});

test('what is missing is told with the time it takes, and with the rate that has it within a month', () => {
  const needed = { labelsMissing: 700, expectedError: 0.005, days: 90, rate: 0.12, now: 0.04 };
  assert.equal(
    neededSentence(needed),
    'About 700 more labels above the best threshold are needed, if 0.5 % of them are wrong: 90 days at the present audit rate of 4 %, or a month at 12 %.',
  );
  assert.match(
    neededSentence({ ...needed, days: 1, rate: 0.001 }),
    /: 1 day at the present audit rate of 4 %\.$/,
  );
  assert.match(neededSentence({ ...needed, days: null }), /without an audit they never come/);
});

test('of all decisions, new labels with no more errors are needed', () => {
  const soon = { days: 3, rate: 0.01, now: 0.04 };
  assert.equal(
    neededOfAllSentence({ labels: 299, errors: 0, ...soon }),
    '299 new labels of all decisions are needed, if none of them is wrong at or above the strictest threshold: 3 days at the present audit rate of 4 %.',
  );
  assert.match(
    neededOfAllSentence({ labels: 628, errors: 2, ...soon, days: null }),
    /if no more than 2 of them are wrong .*; without an audit they never come\.$/,
  );
});

test('where no number of labels would help, that is said', () => {
  const needed = { labelsMissing: null, expectedError: null, days: null, rate: null, now: 0.1 };
  assert.match(neededSentence(needed), /a better model, is needed/);
  assert.match(
    neededSentence({ ...needed, expectedError: 0.0099 }),
    /so close to the target that a million labels/,
  );
});

test('a fallback says what holds now', () => {
  assert.match(fallbackSentence('auto', { value: 2, certificateId: null }), /what it released is held/);
  assert.match(
    fallbackSentence('auto', { value: 0.9751234567, certificateId: 'c' }),
    /auto is 0\.975123 now/,
  );
});
