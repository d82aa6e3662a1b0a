import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OverloadStep, PolicyDocument } from '../../../core/policies/document.ts';
import { describeDocument, describeStep, describeThreshold } from './describe-document.ts';

test('a policy reads from top to bottom as it is evaluated', () => {
  const text = describeDocument({
    rules: [{ name: 'Sure', when: 'confidence >= 0.9', route: { kind: 'release' } }],
    otherwise: { kind: 'hold', dueSeconds: 900, timeout: { action: 'keep-holding' } },
    audit: { rate: 0.05, dueSeconds: 86_400, strata: [{ name: 'phone', when: 'true', rate: 0.2 }] },
  });
  assert.equal(
    text,
    [
      'Sure',
      '  when confidence >= 0.9',
      '  then release',
      '',
      'Otherwise',
      '  hold for people within 15 minutes, and keep holding after that',
      '',
      'Audit',
      '  phone: 20 % of what is released when true',
      '  rest: 5 % of what is released, judged within 1 day',
      '',
    ].join('\n'),
  );
});

test('thresholds, calibration and the overload contract stand where there are any', () => {
  const document: PolicyDocument = {
    rules: [],
    otherwise: { kind: 'release' },
    thresholds: [{ name: 'release', value: 0.9, byClass: { fraud: 0.99 } }],
    calibration: { 'v-1': 3 },
    audit: { rate: 0.05, floor: 0.01 },
    overload: {
      limits: [
        { tier: 1, backlog: 200, overdueSeconds: 600 },
        { tier: 2, backlog: 20 },
      ],
      steps: [{ action: 'sample-less', factor: 0.5 }],
      everySeconds: 300,
    },
  };
  const lines = describeDocument(document).split('\n');
  for (const line of [
    '  release: 0.9, 0.99 for fraud',
    '  v-1: by map 3',
    '  never below 1 %',
    '  reviewers: more than 200 open tasks, or one overdue by 10 minutes',
    '  experts: more than 20 open tasks',
    '  1. draw 50 % of the usual audit rates',
    '  a step every 5 minutes',
  ])
    assert.ok(lines.includes(line), line);
});

test('every step of an overload contract has its words, and a certified threshold says so', () => {
  const steps: OverloadStep[] = [
    { action: 'set-threshold', threshold: 'release', value: 0.8 },
    { action: 'hold-reviews' },
    { action: 'safe-output', output: { text: 'later' } },
  ];
  assert.deepEqual(steps.map(describeStep), [
    'set release to 0.8',
    'hold what would be released and reviewed after',
    'give the safe output {"text":"later"} instead of holding',
  ]);
  assert.equal(
    describeThreshold({ name: 'release', value: 0.9, certificateId: 'c' }),
    'release: 0.9 (certified)',
  );
});
