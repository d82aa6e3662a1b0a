import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reviewWork, stepHours, stepsOf } from './review-work.ts';
import { hourMs, hourOf, openHourTally } from './tally-hours.ts';

const nine = Date.UTC(2026, 0, 5, 9);
const pace = { secondsPerJudgement: 30, hourlyRate: 60, judgedPerHour: 2 };

function tallied() {
  const tally = openHourTally({ fromMs: nine + 1_800_000, beforeMs: nine + 4 * hourMs });
  for (const minutes of [30, 59, 60, 61, 62, 200]) tally.add(nine + minutes * 60_000, hourMs);
  return tally;
}

test('tasks are counted in the hour they open and the hour they fall due; what is due after the window is not', () => {
  const { opened, due } = tallied();
  assert.deepEqual([...opened], [2, 3, 0, 1]);
  assert.deepEqual([...due], [0, 2, 3, 0]);
});

test('a window of a minute has one hour, and hours begin on the hour', () => {
  const tally = openHourTally({ fromMs: nine + 60_000, beforeMs: nine + 120_000 });
  assert.equal(tally.opened.length, 1);
  assert.equal(hourOf(nine + 3_599_999), nine);
});

test('work is judgements times seconds, cost is hours times rate, and peaks are seen against the capacity', () => {
  assert.deepEqual(reviewWork(tallied(), 1200, pace), {
    ...{ hours: 10, cost: 600, peakTasksPerHour: 3, peakDuePerHour: 3 },
    hoursOverCapacity: 1,
  });
});

test('what was not measured and not given is not guessed', () => {
  const unknown = { secondsPerJudgement: null, hourlyRate: 60, judgedPerHour: null };
  const { hours, cost, hoursOverCapacity } = reviewWork(tallied(), 1200, unknown);
  assert.deepEqual([hours, cost, hoursOverCapacity], [null, null, null]);
  assert.equal(reviewWork(tallied(), 1, { ...pace, hourlyRate: null }).cost, null);
});

test('steps are as narrow as their number allows, and add up to the whole', () => {
  assert.deepEqual(
    [
      stepHours(24, 336),
      stepHours(336, 336),
      stepHours(337, 336),
      stepHours(17_520, 336),
      stepHours(1e6, 10),
    ],
    [1, 1, 2, 168, 100_000],
  );
  assert.deepEqual(stepsOf(tallied(), { fromMs: nine + 1_800_000, width: 3 }), [
    { atMs: nine, tasks: 5, due: 5 },
    { atMs: nine + 3 * hourMs, tasks: 1, due: 0 },
  ]);
});
