import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Replay, ReplayResult } from '../../contract/replays.ts';
import { tellReplay } from './tell-replay.ts';

const side = {
  routes: { release: 9000, hold: 800, 'release-and-review': 150, consensus: 50 },
  held: 840,
  reviewed: 150,
  sampled: 460,
  failedClosed: 0,
  approved: 0,
  defaulted: 3,
  tasks: 1450,
  judgements: 1500,
};
const work = { hours: 41.23, cost: 1649.2, peakTasksPerHour: 210, peakDuePerHour: 180, hoursOverCapacity: 0 };
const share = { released: 9160, graded: 460, wrong: 9, unknown: 0 };
const error = { value: 0.0196, low: 0.0103, high: 0.0368 };
const errors = { decisions: 230, graded: 20, wrong: 2, unknown: 0 };

const result: ReplayResult = {
  total: {
    slice: null,
    decisions: 10_000,
    moved: 312,
    baseline: side,
    draft: { ...side, held: 1070 },
    avoided: { ...errors, errors: { value: 12.4, low: 8, high: 17.6 } },
    added: { ...errors, decisions: 82, graded: 0, wrong: 0, unknown: 40, errors: null },
    released: { baseline: { ...share, error }, draft: { ...share, error: null } },
  },
  slices: [],
  transitions: [],
  work: {
    secondsPerJudgement: 99,
    measuredJudgements: 700,
    hourlyRate: 40,
    judgedPerHour: 60,
    baseline: work,
    draft: { ...work, hours: 52, cost: null },
    stepSeconds: 3600,
    steps: [],
  },
  shadowed: 0,
  notes: ['Overload was not replayed.'],
};

const replay = {
  baseline: { policyVersionId: 'p', version: 7 },
  from: '2025-03-01T00:00:00.000Z',
  before: '2025-03-08T09:30:00.000Z',
} as Replay; // the rest is not told

test('a replay is told by figures side by side, with intervals, and what is not known as such', () => {
  const { title, rows, sentences } = tellReplay(replay, result);
  assert.equal(title, 'Replay of 10,000 decisions, 2025-03-01 to 2025-03-08 09:30 UTC');
  assert.deepEqual(rows, [
    ['', 'version 7', 'this file'],
    ['held for people', '840', '1,070'],
    ['released, reviewed after', '150', '150'],
    ['released, drawn for the audit', '460', '460'],
    ['given the safe output', '3', '3'],
    ['tasks for people', '1,450', '1,450'],
    ['hours of review', '41.2', '52'],
    ['busiest hour, tasks', '210', '210'],
    ['cost', '1,649.2', 'not known'],
    ['errors among the released', '1.96 % (1.03 % to 3.68 %)', 'not known'],
  ]);
  assert.deepEqual(sentences, [
    '312 of 10,000 decisions change their route.',
    'Errors avoided: 12.4 (8 to 17.6), among 230 decisions held by this file, 20 of them judged.',
    'New errors: not known, among 82 decisions released by this file, 0 of them judged. Nobody judged anything like 40 of them.',
    'Overload was not replayed.',
  ]);
});

test('without a rate there is no cost, and without moves no sentence about errors', () => {
  const still = { ...errors, decisions: 0, errors: null };
  const quiet = {
    ...result,
    total: { ...result.total, moved: 0, avoided: still, added: still },
    work: { ...result.work, hourlyRate: null },
    notes: [],
  };
  const { rows, sentences } = tellReplay({ ...replay, baseline: 'recorded' }, quiet);
  assert.ok(!rows.some(([label]) => label === 'cost'));
  assert.equal(rows[0]?.[1], 'as recorded');
  assert.deepEqual(sentences, ['0 of 10,000 decisions change their route.']);
});
