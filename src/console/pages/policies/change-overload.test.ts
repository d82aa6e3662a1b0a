import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OverloadStep, PolicyDocument } from '../../../core/policies/document.ts';
import {
  addStep,
  asStep,
  changeLimit,
  changeOverload,
  changeStep,
  limitOf,
  moveStep,
  removeStep,
  withOverload,
  withoutOverload,
} from './change-overload.ts';

const bare: PolicyDocument = { rules: [], otherwise: { kind: 'release' }, audit: { rate: 0.1 } };
const agreed = withOverload(bare);
const actions = ({ overload }: PolicyDocument) => overload?.steps.map((step) => step.action);

test('a contract begins with something and is taken away whole', () => {
  assert.deepEqual(actions(agreed), ['sample-less']);
  assert.deepEqual(withoutOverload(agreed), bare);
});

test('without a contract there is nothing to change', () => {
  assert.deepEqual(changeOverload(bare, { everySeconds: 5 }), bare);
  assert.deepEqual(moveStep(bare, 0, 1), bare);
});

test('a limit is set and taken away, and a tier without limits is left out', () => {
  const both = changeLimit(agreed, 2, { overdueSeconds: 60 });
  assert.deepEqual(both.overload?.limits, [
    { tier: 1, backlog: 200 },
    { tier: 2, overdueSeconds: 60 },
  ]);
  assert.deepEqual(changeLimit(both, 1, { backlog: undefined }).overload?.limits, [
    { tier: 2, overdueSeconds: 60 },
  ]);
  assert.deepEqual(limitOf(agreed, 2), { tier: 2 });
});

test('steps are added, changed, moved and removed in their order', () => {
  const two = addStep(agreed);
  assert.deepEqual(actions(two), ['sample-less', 'hold-reviews']);
  assert.deepEqual(actions(moveStep(two, 1, -1)), ['hold-reviews', 'sample-less']);
  assert.deepEqual(actions(moveStep(two, 0, -1)), ['sample-less', 'hold-reviews']);
  assert.deepEqual(actions(changeStep(two, 0, { action: 'safe-output', output: 'x' })), [
    'safe-output',
    'hold-reviews',
  ]);
  assert.deepEqual(actions(removeStep(two, 0)), ['hold-reviews']);
});

test('every kind of step begins with values the form can show', () => {
  const kinds: OverloadStep['action'][] = ['set-threshold', 'sample-less', 'hold-reviews', 'safe-output'];
  assert.deepEqual(
    kinds.map((action) => asStep(action, ['release'])),
    [
      { action: 'set-threshold', threshold: 'release', value: 0.8 },
      { action: 'sample-less', factor: 0.5 },
      { action: 'hold-reviews' },
      { action: 'safe-output', output: '' },
    ],
  );
});
