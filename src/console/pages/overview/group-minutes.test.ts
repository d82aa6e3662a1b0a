import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupMinutes, sinceTheStart } from './group-minutes.ts';
import { spanWords } from './span-words.ts';

const minute = (at: number, backlog: number) => ({
  minute: new Date(Date.UTC(2026, 0, 1, 0, at)).toISOString(),
  released: 2,
  held: 1,
  reviewed: 0,
  judged: 1,
  backlog,
});

test('an hour keeps one column a minute', () => {
  const { minutesEach, columns } = groupMinutes(Array.from({ length: 60 }, (_, at) => minute(at, at)));
  assert.equal(minutesEach, 1);
  assert.equal(columns.length, 60);
});

test('a day is drawn together: counts add up, the backlog is the last one', () => {
  const { minutesEach, columns } = groupMinutes(Array.from({ length: 1440 }, (_, at) => minute(at, at)));
  assert.equal(minutesEach, 20);
  assert.equal(columns.length, 72);
  assert.deepEqual([columns[0]?.released, columns[0]?.backlog], [40, 19]);
});

test('the window is said as people say it', () => {
  assert.deepEqual([15, 60, 1440].map(spanWords), [
    'the last 15 minutes',
    'the last hour',
    'the last 24 hours',
  ]);
});

test('minutes before the first decision are left out, down to a quarter of an hour', () => {
  const empty = { ...minute(0, 0), released: 0, held: 0, judged: 0 };
  const young = [...Array.from({ length: 58 }, () => empty), minute(58, 1), minute(59, 1)];
  assert.equal(sinceTheStart(young).length, 15);
  const older = [
    ...Array.from({ length: 20 }, () => empty),
    ...Array.from({ length: 40 }, (_, at) => minute(at, 1)),
  ];
  assert.equal(sinceTheStart(older).length, 40);
  assert.equal(sinceTheStart(Array.from({ length: 60 }, () => empty)).length, 60);
});
