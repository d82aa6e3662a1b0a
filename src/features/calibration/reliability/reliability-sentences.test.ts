import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gapSentence, testSentence } from './reliability-sentences.ts';

const measured = { count: 900, effective: 412.7, verdict: 'miscalibrated' } as const;
const of = (value: number, low: number, high: number, change = {}) =>
  gapSentence({ ...measured, gap: { value, low, high }, ...change });

test('the gap is told with its direction and its interval', () => {
  assert.equal(of(0.041, 0.02, 0.062), 'On average too confident by 4.1 points (+2.0 to +6.2).');
  assert.equal(of(-0.1, -0.15, -0.05), 'On average too doubtful by 10.0 points (-15.0 to -5.0).');
});

test('a gap that may be nothing is not called one', () => {
  assert.match(
    of(0.01, -0.0002, 0.02),
    /neither too confident nor too doubtful as far as 900 labels.*0\.0 to \+2\.0/,
  );
});

test('few labels make no verdict', () => {
  assert.match(
    of(0.3, 0.1, 0.5, { verdict: 'too-few-labels' }),
    /worth 412 .* too few for a verdict: so far too confident/,
  );
  assert.match(gapSentence({ ...measured, gap: null }), /no labels yet/);
});

test('a test says how rare its result would be', () => {
  assert.match(testSentence(null), /Cannot/);
  assert.match(testSentence(0.3), /often look like this/);
  assert.match(testSentence(0.01), /once in 100 times/);
  assert.match(testSentence(0.000009), /once in 111,111 times/);
  assert.match(testSentence(0), /a million/);
});
