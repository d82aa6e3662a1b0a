import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Overload } from './document.ts';
import { nextOverloadMove, type OverloadMove, type TierReading } from './overload.ts';

const overload: Overload = {
  limits: [
    { tier: 1, backlog: 100, overdueSeconds: 600 },
    { tier: 2, backlog: 10 },
  ],
  steps: [
    { action: 'sample-less', factor: 0.5 },
    { action: 'hold-reviews' },
    { action: 'safe-output', output: 'a person will call' },
  ],
  everySeconds: 60,
};

const loads = {
  over: { tier: 1, backlog: 101, overdueSeconds: 0 },
  between: { tier: 1, backlog: 80, overdueSeconds: 0 },
  under: { tier: 1, backlog: 79, overdueSeconds: 0 },
} as const;

function next(
  readings: readonly TierReading[],
  steps: number,
  change: { changedAtMs?: number | null; atMs?: number } = {},
) {
  const { changedAtMs = 0, atMs = 60_000 } = change;
  return nextOverloadMove(overload, { steps, changedAtMs, readings, atMs });
}

test('every load meets every number of steps with the move of the table', () => {
  const table: Readonly<Record<keyof typeof loads, readonly OverloadMove[]>> = {
    over: ['take', 'take', 'take', 'stay'],
    between: ['stay', 'stay', 'stay', 'stay'],
    under: ['stay', 'take-back', 'take-back', 'take-back'],
  };
  for (const [load, moves] of Object.entries(table) as [keyof typeof loads, readonly OverloadMove[]][])
    for (const [steps, move] of moves.entries()) {
      const by = move === 'take' ? 1 : move === 'take-back' ? -1 : 0;
      assert.deepEqual(next([loads[load]], steps), { move, steps: steps + by }, `${load}, ${steps}`);
    }
});

test('a load right at the limit is not over it', () => {
  assert.equal(next([{ tier: 1, backlog: 100, overdueSeconds: 600 }], 1).move, 'stay');
});

test('one limit passed is enough to take a step; all must be far below to take one back', () => {
  assert.equal(next([{ tier: 1, backlog: 0, overdueSeconds: 601 }], 0).move, 'take');
  assert.equal(next([loads.under, { tier: 2, backlog: 11, overdueSeconds: 0 }], 0).move, 'take');
  assert.equal(next([loads.under, { tier: 2, backlog: 8, overdueSeconds: 0 }], 1).move, 'stay');
  assert.equal(next([loads.under, { tier: 2, backlog: 7, overdueSeconds: 0 }], 1).move, 'take-back');
});

test('what has no limit does not count', () => {
  assert.equal(next([{ tier: 2, backlog: 0, overdueSeconds: 1e9 }], 0).move, 'stay');
});

test('a tier without a reading has nothing open', () => {
  assert.equal(next([], 0).move, 'stay');
  assert.equal(next([], 2).move, 'take-back');
});

test('between two steps some time passes, in either direction', () => {
  assert.equal(next([loads.over], 1, { changedAtMs: 0, atMs: 59_999 }).move, 'stay');
  assert.equal(next([loads.over], 1, { changedAtMs: 0, atMs: 60_000 }).move, 'take');
  assert.equal(next([loads.under], 1, { changedAtMs: 0, atMs: 59_999 }).move, 'stay');
});

test('the first step waits for nothing', () => {
  assert.equal(next([loads.over], 0, { changedAtMs: null, atMs: 5 }).move, 'take');
});

test('a clock that went back does not hurry a step', () => {
  assert.equal(next([loads.over], 1, { changedAtMs: 100_000, atMs: 60_000 }).move, 'stay');
});

test('steps that a new version of the policy does not have are gone', () => {
  assert.deepEqual(next([loads.between], 7), { move: 'stay', steps: 3 });
  assert.deepEqual(next([loads.under], 7), { move: 'take-back', steps: 2 });
});

test('whatever the readings, the steps stay within the contract and move by one', () => {
  const reading = fc.record({
    tier: fc.constantFrom(1 as const, 2 as const),
    backlog: fc.nat(200),
    overdueSeconds: fc.nat(2000),
  });
  fc.assert(
    fc.property(fc.array(fc.array(reading, { maxLength: 2 }), { maxLength: 30 }), (course) => {
      let [steps, changedAtMs] = [0, null as number | null];
      for (const [minute, readings] of course.entries()) {
        const atMs = minute * 60_000;
        const moved = nextOverloadMove(overload, { steps, changedAtMs, readings, atMs });
        assert.ok(moved.steps >= 0 && moved.steps <= 3 && Math.abs(moved.steps - steps) <= 1);
        assert.equal(moved.move === 'stay', moved.steps === steps);
        if (moved.move !== 'stay') changedAtMs = atMs;
        steps = moved.steps;
      }
    }),
  );
});

test('a load that stays put leads to a number of steps that stays put', () => {
  fc.assert(
    fc.property(fc.nat(200), (backlog) => {
      let steps = 1;
      const seen: number[] = [];
      for (let minute = 1; minute < 12; minute += 1) {
        steps = next([{ tier: 1, backlog, overdueSeconds: 0 }], steps, { atMs: minute * 60_000 }).steps;
        seen.push(steps);
      }
      assert.equal(new Set(seen.slice(4)).size, 1);
    }),
  );
});
