import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  describeLimit,
  describeOverload,
  describeOverloadStep,
  describeOverloadSteps,
} from './describe-overload.ts';
import type { OverloadStep } from './document.ts';

const steps: readonly OverloadStep[] = [
  { action: 'set-threshold', threshold: 'sure', value: 0.8 },
  { action: 'sample-less', factor: 0.5 },
  { action: 'hold-reviews' },
  { action: 'safe-output', output: { text: 'later' } },
];

test('every step has its words, as an instruction and as what is the case', () => {
  assert.deepEqual(steps.map(describeOverloadStep), [
    'set sure to 0.8',
    'draw 50 % of the usual audit rates',
    'hold what would be released and reviewed later',
    'give the safe output {"text":"later"} instead of holding',
  ]);
  assert.equal(
    describeOverloadSteps(steps),
    'threshold sure is 0.8, audit rates are multiplied by 0.5, what would be reviewed later is held, what would be held gets the safe output',
  );
});

test('a limit tells what is too much, of either kind', () => {
  assert.equal(describeLimit({ tier: 1, backlog: 200 }), 'more than 200 open tasks');
  assert.equal(describeLimit({ tier: 1, overdueSeconds: 5400 }), 'one overdue by more than 90 minutes');
  assert.equal(
    describeLimit({ tier: 1, backlog: 2, overdueSeconds: 60 }),
    'more than 2 open tasks, or one overdue by more than 1 minute',
  );
});

test('a contract is told from its limits to its pace', () => {
  const limits = [
    { tier: 1, backlog: 200 },
    { tier: 2, backlog: 20 },
  ] as const;
  assert.deepEqual(describeOverload({ limits, steps: steps.slice(0, 2), everySeconds: 300 }), [
    'reviewers: more than 200 open tasks',
    'experts: more than 20 open tasks',
    '1. set sure to 0.8',
    '2. draw 50 % of the usual audit rates',
    'a step every 5 minutes',
  ]);
});
