import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldTime, parkTimes, whyNotUntil } from './park-times.ts';

const now = new Date(2025, 2, 31, 23, 30);

test('tomorrow is nine in the morning of the next day, also at the end of a month', () => {
  const [hour, tomorrow] = parkTimes(now);
  assert.equal(hour?.until.getTime(), now.getTime() + 3_600_000);
  assert.equal(tomorrow && fieldTime(tomorrow.until), '2025-04-01T09:00');
});

test('an item is parked into the next seven days and nowhere else', () => {
  const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
  assert.equal(whyNotUntil(inDays(1), now), null);
  assert.match(whyNotUntil(inDays(8), now) ?? '', /Seven days/);
  assert.match(whyNotUntil(now, now) ?? '', /passed/);
  assert.match(whyNotUntil(new Date('nonsense'), now) ?? '', /Choose/);
});
