import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeDocument } from './describe-document.ts';
import type { PolicyDocument } from './document.ts';

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
      '  phone: 20 % of decisions when true',
      '  rest: 5 % of decisions, judged within 1 day',
      '',
    ].join('\n'),
  );
});

test('thresholds, calibration and the overload contract stand where there are any', () => {
  const document: PolicyDocument = {
    rules: [],
    otherwise: { kind: 'release' },
    thresholds: [{ name: 'release', value: 0.9, bySlice: { by: 'label', values: { fraud: 0.99 } } }],
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
    '  release: 0.9, 0.99 for "fraud"',
    '  v-1: by map 3',
    '  never below 1 %',
    '  reviewers: more than 200 open tasks, or one overdue by more than 10 minutes',
    '  experts: more than 20 open tasks',
    '  1. draw 50 % of the usual audit rates',
    '  a step every 5 minutes',
  ])
    assert.ok(lines.includes(line), line);
});
