import assert from 'node:assert/strict';
import { test } from 'node:test';
import { near } from '../../testing/near.ts';
import { openRandom } from '../stats/random.ts';
import type { Bucket } from './e-detector.ts';
import { type Guard, openGuard, stepGuard, type Watched } from './guard.ts';

function guardOf(target: number, averageRun: number): Guard {
  const opened = openGuard({ target, averageRun });
  assert.ok(opened.ok);
  return opened.guard;
}

function stepped(guard: Guard, ...parts: Bucket[]): Watched {
  const after = stepGuard(guard, parts);
  assert.ok(after.ok);
  return after;
}

test('known answer: five multiples of 5 % over (40, 2), (40, 3), (40, 1) (statistics.md A74)', () => {
  let guard = guardOf(0.05, 1000);
  for (const [wrong, evidence] of [
    [2, 0.624219997949],
    [3, 1.673541298132],
    [1, 1.392067704592],
  ] as const) {
    const after = stepped(guard, { labels: 40, wrong });
    near(after.evidence, evidence, { absolute: 1e-9 });
    assert.equal(after.alarm, false);
    guard = after.guard;
  }
  assert.deepEqual([guard.buckets, guard.labels, guard.wrong], [3, 120, 6]);
});

test('its state is plain data: stored as JSON and read again, it goes on as if nothing had happened', () => {
  let [kept, stored] = [guardOf(0.01, 500), guardOf(0.01, 500)];
  for (const wrong of [0, 1, 0, 2, 1]) {
    kept = stepped(kept, { labels: 30, wrong }).guard;
    stored = stepped(JSON.parse(JSON.stringify(stored)), { labels: 30, wrong }).guard;
  }
  assert.deepEqual(stored, kept);
});

test('it alarms when the evidence reaches the average run, and begins anew', () => {
  let guard = guardOf(0.01, 100);
  const alarms: boolean[] = [];
  for (let bucket = 0; bucket < 4; bucket += 1) {
    const after = stepped(guard, { labels: 50, wrong: 4 });
    alarms.push(after.alarm);
    guard = after.guard;
    if (after.alarm) {
      assert.ok(after.evidence >= 100);
      assert.deepEqual(guard, guardOf(0.01, 100));
      break;
    }
  }
  assert.deepEqual(alarms.at(-1), true);
});

test('a catastrophe in one bucket is an alarm with a finite number', () => {
  const after = stepped(guardOf(0.01, 8760), { labels: 100_000, wrong: 100_000 });
  assert.equal(after.alarm, true);
  assert.equal(after.evidence, Number.MAX_VALUE);
});

test('buckets without labels change nothing: nobody has looked', () => {
  const guard = stepped(guardOf(0.01, 100), { labels: 40, wrong: 1 }).guard;
  assert.deepEqual(stepped(guard, { labels: 0, wrong: 0 }).guard, guard);
  assert.deepEqual(stepped(guard).guard, guard);
});

test('parts of a bucket with the same weight are one part', () => {
  const guard = guardOf(0.02, 100);
  const whole = stepped(guard, { labels: 70, wrong: 3 });
  const parts = stepped(guard, { labels: 30, wrong: 1 }, { labels: 40, wrong: 2, weight: 1 });
  near(parts.evidence, whole.evidence, { relative: 1e-12 });
});

test('while the error is at the target it runs at least as long as stated on average', () => {
  // 120 runs of 40 buckets on average; the mean of one-sided waiting times has a standard error of about a tenth.
  const random = openRandom(2);
  let buckets = 0;
  for (let run = 0; run < 120; run += 1) {
    let guard = guardOf(0.02, 40);
    for (let bucket = 1; bucket <= 4000; bucket += 1) {
      buckets += 1;
      const after = stepped(guard, { labels: 40, wrong: random.binomial(40, 0.02) });
      if (after.alarm) break;
      guard = after.guard;
    }
  }
  assert.ok(buckets / 120 >= 40, `${buckets / 120}`);
});

test('when the error triples it alarms within some buckets, though one in 1000 would be a false alarm', () => {
  const random = openRandom(3);
  const delays = Array.from({ length: 40 }, () => {
    let guard = guardOf(0.01, 1000);
    for (let bucket = 1; ; bucket += 1) {
      const after = stepped(guard, { labels: 100, wrong: random.binomial(100, 0.03) });
      if (after.alarm) return bucket;
      guard = after.guard;
    }
  });
  delays.sort((a, b) => a - b);
  assert.ok((delays[20] ?? 0) <= 8, `median ${delays[20]}`);
});

test('targets and runs that mean nothing are refused', () => {
  for (const target of [0, 1, Number.NaN]) {
    const opened = openGuard({ target, averageRun: 100 });
    assert.ok(!opened.ok && opened.problems[0]?.at === '/target');
  }
  for (const averageRun of [0, 0.5, Infinity, Number.NaN]) {
    const opened = openGuard({ target: 0.01, averageRun });
    assert.ok(!opened.ok && opened.problems[0]?.at === '/averageRun');
  }
});

test('counts that cannot be are refused, and the guard stays as it was', () => {
  const guard = guardOf(0.01, 100);
  for (const part of [
    { labels: 3, wrong: 4 },
    { labels: -1, wrong: -1 },
    { labels: 3.5, wrong: 1 },
    { labels: Number.NaN, wrong: 0 },
    { labels: 3, wrong: 1, weight: 0 },
    { labels: 3, wrong: 1, weight: 2 },
  ]) {
    const after = stepGuard(guard, [part]);
    assert.ok(!after.ok && after.because === 'bad_input', JSON.stringify(part));
  }
});
