import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  agoWords,
  capital,
  countWords,
  dayWords,
  durationWords,
  momentWords,
  numberWords,
  percentWords,
  plural,
  secondWords,
  shortId,
} from './words.ts';

test('durations are said with two units at most, which no line break tears apart', () => {
  const said = [0.42, 9.96, 42, 59.7, 65, 3600, 7800, 200_000].map(durationWords);
  assert.ok(said.every((words) => !words.includes(' ')));
  assert.deepEqual(said.map(breakable), [
    '0.4 s',
    '10 s',
    '42 s',
    '1 min 00 s',
    '1 min 05 s',
    '1 h 0 min',
    '2 h 10 min',
    '2 d 7 h',
  ]);
});

test('a duration and a time ago are written with the same units', () => {
  for (const seconds of [12, 42, 59.7, 120, 7200, 259_200]) {
    assert.equal(durationWords(seconds).split('\u00a0')[1], agoWords(0, seconds * 1000).split(/\s/)[1]);
  }
});

test('times are said relative to now, in both directions', () => {
  assert.equal(agoWords(1000, 1500), 'just now');
  assert.equal(breakable(agoWords(0, 12_000)), '12 s ago');
  assert.equal(breakable(agoWords(300_000, 0)), 'in 5 min');
});

function breakable(words: string): string {
  return words.replaceAll('\u00a0', ' ');
}

test('small shares keep digits that matter', () => {
  assert.deepEqual([0, 0.0004, 0.012, 0.0951, 0.5].map(percentWords), [
    '0\u00a0%',
    '0.04\u00a0%',
    '1.2\u00a0%',
    '9.5\u00a0%',
    '50\u00a0%',
  ]);
});

test('counts are grouped, and compact above a million', () => {
  assert.equal(countWords(12_345), '12,345');
  assert.equal(countWords(1_240_000), '1.2M');
  assert.equal(numberWords(1_240_017), '1,240,017');
  assert.equal(plural(1, 'item'), '1 item');
  assert.equal(plural(3, 'entry', 'entries'), '3 entries');
});

test('days and moments are told in full, wherever the reader is', () => {
  assert.match(dayWords('2026-11-24T12:00:00Z'), /^Nov 2[345], 2026$/);
  assert.match(momentWords('2026-11-24T12:05:00Z'), /^Nov 2[345], \d\d:[0-5]\d$/);
  assert.match(secondWords('2026-11-24T12:05:09Z'), /^Nov 2[345], 2026, \d\d:[0-5]\d:09$/);
  assert.equal(capital('version 2'), 'Version 2');
});

test('an id is shortened to its end, where neighbours differ', () => {
  assert.equal(shortId('0198c0de-0000-7000-8000-0000deadbeef'), '…deadbeef');
});
