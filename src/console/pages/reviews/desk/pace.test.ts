import assert from 'node:assert/strict';
import { test } from 'node:test';
import { givenToday, paceOf } from './pace.ts';

test('one item every 18 seconds is 200 an hour', () => {
  const times = Array.from({ length: 10 }, (_, index) => index * 18_000);
  assert.equal(paceOf(times), 200);
});

test('a break does not slow the pace down', () => {
  const times = [0, 18_000, 36_000, 54_000, 3_600_000, 3_618_000];
  assert.equal(paceOf(times), 200);
});

test('a few verdicts tell nothing yet', () => {
  assert.equal(paceOf([]), null);
  assert.equal(paceOf([0, 1000, 2000]), null);
});

test('today begins at midnight of the reviewer, and withdrawn verdicts do not count', () => {
  const now = new Date(2025, 2, 1, 12);
  const at = (day: number, hour: number) => new Date(2025, 2, day, hour).toISOString();
  const verdicts = [
    { givenAt: at(1, 11), withdrawn: false },
    { givenAt: at(1, 0), withdrawn: false },
    { givenAt: at(1, 10), withdrawn: true },
    { givenAt: at(0, 23), withdrawn: false },
  ];
  assert.equal(givenToday(verdicts, now), 2);
});
