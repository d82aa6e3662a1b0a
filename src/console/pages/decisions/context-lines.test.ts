import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextLines } from './context-lines.ts';

const nothing = {
  contextId: '0198c0de-0000-7000-8000-000000000001',
  overloadSteps: 0,
  thresholds: {},
  modelStates: {},
  backlog: null,
  approvals: 0,
};

test('ordinary times have nothing to say', () => {
  assert.deepEqual(contextLines(null), []);
  assert.deepEqual(contextLines(nothing), []);
  assert.deepEqual(contextLines({ ...nothing, modelStates: { 'v-1': 'active' } }), []);
});

test('everything that routing depended on is said', () => {
  const lines = contextLines({
    ...nothing,
    overloadSteps: 1,
    thresholds: { release: 0.95, sure: 2 },
    modelStates: { 'v-2': 'probation' },
    backlog: { tier1: 12, tier2: 0, overdueSeconds: 300 },
    approvals: 2,
  });
  assert.deepEqual(lines, [
    'People could not keep up: 1 step of the overload contract was taken.',
    'The threshold release had fallen back to 0.95, because its certificate had ended.',
    'Nothing passed the threshold sure: its certificate had ended, and no stricter one stood.',
    'v-2 was on probation.',
    'The rules saw 12 open tasks of reviewers and 0 of experts, the first of them overdue by 5 minutes.',
    '2 standing approvals were asked.',
  ]);
});

test('a backlog that is not overdue is said to be none', () => {
  const [line] = contextLines({ ...nothing, backlog: { tier1: 1, tier2: 3, overdueSeconds: 0 } });
  assert.equal(line, 'The rules saw 1 open task of reviewers and 3 of experts, none of them overdue.');
});
