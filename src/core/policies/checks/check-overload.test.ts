import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicySubject } from '../../use-cases/use-case.ts';
import type { Overload, OverloadLimit, OverloadStep, PolicyDocument } from '../document.ts';
import { checkOverload } from './check-overload.ts';

const subject: PolicySubject = {
  outputKind: 'class',
  classes: [
    { name: 'refund', impact: 1 },
    { name: 'fraud', impact: 20 },
  ],
  metadataFields: [],
};
const policy: PolicyDocument = {
  rules: [{ name: 'Later', when: 'true', route: { kind: 'release-and-review', dueSeconds: 60 } }],
  otherwise: { kind: 'hold', dueSeconds: 60, timeout: { action: 'keep-holding' } },
  thresholds: [{ name: 'sure', value: 0.8 }],
  audit: { rate: 0.1, floor: 0.01 },
};
const contract: Overload = {
  limits: [
    { tier: 1, backlog: 100, overdueSeconds: 600 },
    { tier: 2, backlog: 10 },
  ],
  steps: [
    { action: 'set-threshold', threshold: 'sure', value: 0.95 },
    { action: 'sample-less', factor: 0.5 },
    { action: 'hold-reviews' },
    { action: 'safe-output', output: 'refund' },
  ],
  everySeconds: 60,
};

function told(change: Partial<Overload>, document: Partial<PolicyDocument> = {}): readonly string[] {
  const checked = { ...policy, ...document, overload: { ...contract, ...change } };
  return checkOverload(checked, subject).map(({ at, severity, message }) => `${at} ${severity}: ${message}`);
}

function step(one: OverloadStep, document: Partial<PolicyDocument> = {}): readonly string[] {
  return told({ steps: [one] }, document);
}

test('a contract that does something with every step has no problems, and none has none', () => {
  assert.deepEqual(told({}), []);
  assert.deepEqual(checkOverload(policy, subject), []);
});

test('a step that sets a threshold the policy does not have is refused', () => {
  const set: OverloadStep = { action: 'set-threshold', threshold: 'shure', value: 0.9 };
  assert.deepEqual(step(set), [
    '/overload/steps/0/threshold error: The overload contract sets threshold "shure", which is not known; there are sure.',
  ]);
  assert.match(step(set, { thresholds: [] })[0] ?? '', /; the policy has none\.$/);
  assert.match(
    step({ ...set, threshold: 'sure', value: Number.NaN })[0] ?? '',
    /must be set to a finite number/,
  );
});

test('sampling less without a floor is doubtful', () => {
  const less: OverloadStep = { action: 'sample-less', factor: 0.5 };
  assert.deepEqual(step(less, { audit: { rate: 0.1 } }), [
    '/overload/steps/0 warning: The overload contract samples less, and the audit has no floor; give one, so that errors never go unseen.',
  ]);
  assert.equal(step(less, { audit: { rate: 0.1, floor: 0 } }).length, 1);
  for (const factor of [-1, 2, Number.NaN])
    assert.match(step({ ...less, factor })[0] ?? '', /error: .* from 0 to 1/);
});

test('steps that find nothing to do are doubtful', () => {
  const rules: PolicyDocument['rules'] = [{ name: 'Sure', when: 'true', route: { kind: 'release' } }];
  assert.match(
    step({ action: 'hold-reviews' }, { rules })[0] ?? '',
    /warning: .*no rule releases for review/,
  );
  const safe: OverloadStep = { action: 'safe-output', output: 'refund' };
  assert.match(step(safe, { rules, otherwise: { kind: 'release' } })[0] ?? '', /warning: .*no rule holds/);
  assert.deepEqual(step(safe, { rules }), []);
});

test('a consensus counts for both', () => {
  const consensus = {
    kind: 'consensus',
    dueSeconds: 60,
    judgements: { least: 2, most: 3 },
    timeout: { action: 'keep-holding' },
  } as const;
  const otherwise = { kind: 'release' } as const;
  const rules = (meanwhile: 'hold' | 'release') => [
    { name: 'Both', when: 'true', route: { ...consensus, meanwhile } },
  ];
  assert.deepEqual(step({ action: 'hold-reviews' }, { rules: rules('release'), otherwise }), []);
  assert.deepEqual(
    step({ action: 'safe-output', output: 'refund' }, { rules: rules('hold'), otherwise }),
    [],
  );
});

test('the safe output must be one of the classes, and a second one changes nothing', () => {
  assert.match(
    step({ action: 'safe-output', output: 'frod' })[0] ?? '',
    /\/output error: .* one of the classes/,
  );
  const safe: OverloadStep = { action: 'safe-output', output: 'refund' };
  assert.deepEqual(told({ steps: [safe, safe] }), [
    '/overload/steps/1 warning: The overload contract has given a safe output by then; this step changes nothing.',
  ]);
});

test('limits must limit, one per tier', () => {
  const limits = (...some: readonly OverloadLimit[]) => told({ limits: some });
  assert.match(limits({ tier: 1 })[0] ?? '', /\/overload\/limits\/0 error: .*limits nothing/);
  assert.match(
    limits({ tier: 1, backlog: 5 }, { tier: 1, overdueSeconds: 5 })[0] ?? '',
    /two limits for tier 1/,
  );
  for (const backlog of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
    assert.match(limits({ tier: 1, backlog })[0] ?? '', /\/backlog error: .*above zero/);
});

test('the time between steps is whole seconds', () => {
  assert.match(told({ everySeconds: 0 })[0] ?? '', /\/overload\/everySeconds error/);
});
