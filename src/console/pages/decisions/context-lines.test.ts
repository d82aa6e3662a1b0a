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
  assert.deepEqual(contextLines({ context: null, standingApproval: null }), []);
  assert.deepEqual(contextLines({ context: nothing, standingApproval: null }), []);
  assert.deepEqual(
    contextLines({ context: { ...nothing, modelStates: { 'v-1': 'active' } }, standingApproval: null }),
    [],
  );
});

test('everything that routing depended on is said', () => {
  const context = {
    ...nothing,
    overloadSteps: 1,
    thresholds: { release: 0.95, sure: 2 },
    modelStates: { 'v-2': 'probation' as const },
    backlog: { tier1: 12, tier2: 0, overdueSeconds: 300 },
    approvals: 2,
  };
  assert.deepEqual(contextLines({ context, standingApproval: null }), [
    'People could not keep up: 1 step of the overload contract was taken.',
    'The threshold release had fallen back to 0.95, because its certificate had ended.',
    'Nothing passed the threshold sure: its certificate had ended, and no stricter one stood.',
    'v-2 was on probation.',
    'The rules saw 12 open tasks of reviewers and 0 of experts, the first of them overdue by 5 minutes.',
    '2 standing approvals were in force; none released it.',
  ]);
});

test('a backlog that is not overdue is said to be none', () => {
  const context = { ...nothing, backlog: { tier1: 1, tier2: 3, overdueSeconds: 0 } };
  const [line] = contextLines({ context, standingApproval: null });
  assert.equal(line, 'The rules saw 1 open task of reviewers and 3 of experts, none of them overdue.');
});

test('the approval that released it is told apart from this, so others are not mentioned', () => {
  const standingApproval = { standingApprovalId: nothing.contextId, reason: '', scope: '', issuedBy: '' };
  assert.deepEqual(contextLines({ context: { ...nothing, approvals: 1 }, standingApproval }), []);
});
