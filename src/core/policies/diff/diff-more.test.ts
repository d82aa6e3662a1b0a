// What changes beside rules: thresholds, calibration, audit, overload.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { diffPolicies } from '../diff-policies.ts';
import type { Overload, OverloadStep, PolicyDocument, Threshold } from '../document.ts';

const policy: PolicyDocument = { rules: [], otherwise: { kind: 'release' }, audit: { rate: 0.05 } };

function told(from: Partial<PolicyDocument>, to: Partial<PolicyDocument>): readonly string[] {
  return diffPolicies({ ...policy, ...from }, { ...policy, ...to }).map(
    ({ at, kind, sentence }) => `${at} ${kind}: ${sentence}`,
  );
}

const sure: Threshold = { name: 'sure', value: 0.8 };

test('thresholds are told apart by name, whatever their order', () => {
  const other: Threshold = { name: 'other', value: 1 };
  assert.deepEqual(told({ thresholds: [sure, other] }, { thresholds: [other, sure] }), []);
  assert.deepEqual(
    told({}, { thresholds: [{ ...sure, bySlice: { by: 'label', values: { fraud: 0.95 } } }] }),
    ['/thresholds/0 added: Threshold "sure" was added: 0.8, 0.95 for "fraud".'],
  );
  assert.deepEqual(told({ thresholds: [other, sure] }, { thresholds: [other] }), [
    '/thresholds/1 removed: Threshold "sure" was removed.',
  ]);
});

test('every value of a threshold is told with the old one', () => {
  const before = { ...sure, bySlice: { by: 'label', values: { fraud: 0.95, spam: 0.5 } } };
  const after = { ...sure, value: 0.85, bySlice: { by: 'label', values: { fraud: 0.97, gift: 0.6 } } };
  assert.deepEqual(told({ thresholds: [before] }, { thresholds: [after] }), [
    '/thresholds/0 changed: Threshold "sure" went from 0.8 to 0.85.',
    '/thresholds/0 changed: Threshold "sure" went from 0.95 to 0.97 for "fraud".',
    '/thresholds/0 changed: Threshold "sure" no longer has 0.5 for "spam".',
    '/thresholds/0 changed: Threshold "sure" now has 0.6 for "gift".',
  ]);
  const byChannel = { ...sure, bySlice: { by: 'metadata.channel', values: { fraud: 0.95 } } };
  const byClass = { ...sure, bySlice: { by: 'label', values: { fraud: 0.95 } } };
  assert.deepEqual(told({ thresholds: [byClass] }, { thresholds: [byChannel] }), [
    '/thresholds/0 changed: Threshold "sure" no longer has 0.95 for "fraud".',
    '/thresholds/0 changed: Threshold "sure" now has 0.95 for channel "fraud".',
  ]);
});

test('a certificate that a threshold stands on is told, without its id', () => {
  const certified = { ...sure, certificateId: 'one' };
  assert.deepEqual(told({ thresholds: [sure] }, { thresholds: [certified] }), [
    '/thresholds/0 changed: Threshold "sure" now stands on a certificate.',
  ]);
  assert.match(
    told({ thresholds: [certified] }, { thresholds: [{ ...sure, certificateId: 'two' }] })[0] ?? '',
    /stands on another/,
  );
  assert.match(
    told({ thresholds: [certified] }, { thresholds: [sure] })[0] ?? '',
    /no longer stands on a certificate/,
  );
});

test('calibration maps are told by model version', () => {
  assert.deepEqual(told({ calibration: { a: 1, b: 2, 'c/d': 3 } }, { calibration: { a: 1, b: 4, e: 5 } }), [
    '/calibration/b changed: Model version "b" is now calibrated by map 4 (before: by map 2).',
    '/calibration/c~1d removed: Model version "c/d" is no longer calibrated (before: by map 3).',
    '/calibration/e added: Model version "e" is now calibrated, by map 5.',
  ]);
  assert.deepEqual(told({}, { calibration: {} }), []);
  const sliced = { map: 1, bySlice: { by: 'metadata.channel', values: { web: 3, app: 2 } } };
  const turned = { map: 1, bySlice: { by: 'metadata.channel', values: { app: 2, web: 3 } } };
  assert.deepEqual(told({ calibration: { a: sliced } }, { calibration: { a: turned } }), []);
  assert.deepEqual(told({ calibration: { a: 1 } }, { calibration: { a: sliced } }), [
    '/calibration/a changed: Model version "a" is now calibrated by map 1, map 2 for channel "app", map 3 for channel "web" (before: by map 1).',
  ]);
});

test('the audit’s floor and due time are told', () => {
  assert.deepEqual(told({}, { audit: { rate: 0.05, floor: 0.01, dueSeconds: 7200 } }), [
    '/audit/dueSeconds changed: Audited decisions are now due within 2 hours (before: the usual time).',
    '/audit/floor changed: The least audit rate went from 0 % to 1 %.',
  ]);
  assert.deepEqual(told({}, { audit: { rate: 0.05, floor: 0 } }), []);
});

const contract: Overload = {
  limits: [{ tier: 1, backlog: 100 }],
  steps: [{ action: 'sample-less', factor: 0.5 }, { action: 'hold-reviews' }],
  everySeconds: 60,
};

function steps(before: readonly OverloadStep[], after: readonly OverloadStep[]): readonly string[] {
  return told({ overload: { ...contract, steps: before } }, { overload: { ...contract, steps: after } });
}

test('a contract that comes or goes is told as a whole', () => {
  assert.deepEqual(told({}, { overload: contract }), [
    '/overload added: The overload contract was added: draw 50 % of the usual audit rates; hold what would be released and reviewed later.',
  ]);
  assert.deepEqual(told({ overload: contract }, {}), [
    '/overload removed: The overload contract was removed.',
  ]);
});

test('limits are told by whose they are, and the pace with the old one', () => {
  const after: Overload = {
    ...contract,
    limits: [
      { tier: 1, backlog: 200 },
      { tier: 2, overdueSeconds: 60 },
    ],
    everySeconds: 120,
  };
  assert.deepEqual(told({ overload: contract }, { overload: after }), [
    '/overload/limits/0 changed: The limit for reviewers is now: more than 200 open tasks (before: more than 100 open tasks).',
    '/overload/limits/1 added: The overload contract now has a limit for experts: one overdue by more than 1 minute.',
    '/overload/everySeconds changed: The overload contract now takes a step every 2 minutes (before: 1 minute).',
  ]);
  assert.match(
    told({ overload: after }, { overload: contract }).join(),
    /\/overload\/limits\/1 removed: .*no limit for experts any more/,
  );
});

test('steps are told by their place, and only those between what stayed', () => {
  const [less, hold, safe]: readonly OverloadStep[] = [
    { action: 'sample-less', factor: 0.5 },
    { action: 'hold-reviews' },
    { action: 'safe-output', output: null },
  ];
  assert.ok(less && hold && safe);
  assert.deepEqual(steps([less, safe], [less, hold, safe]), [
    '/overload/steps/1 added: The overload contract has a new step at place 2: hold what would be released and reviewed later.',
  ]);
  assert.deepEqual(steps([less, hold, safe], [hold, safe]), [
    '/overload/steps/0 removed: The overload contract lost a step at place 1: draw 50 % of the usual audit rates.',
  ]);
  assert.deepEqual(steps([less, hold], [less, safe]), [
    '/overload/steps/1 changed: Step 2 of the overload contract is now: give the safe output null instead of holding (before: hold what would be released and reviewed later).',
  ]);
  assert.equal(steps([less, hold], [hold, less]).length, 2);
});

const step: fc.Arbitrary<OverloadStep> = fc.oneof(
  fc.constant({ action: 'hold-reviews' as const }),
  fc.record({ action: fc.constant('sample-less' as const), factor: fc.constantFrom(0.1, 0.5) }),
  fc.record({
    action: fc.constant('set-threshold' as const),
    threshold: fc.constantFrom('sure', 'dear'),
    value: fc.constantFrom(0.1, 0.9),
  }),
);

test('steps are told exactly when they differ', () => {
  const some = fc.array(step, { maxLength: 5 });
  fc.assert(
    fc.property(some, some, (before, after) => {
      assert.equal(steps(before, after).length === 0, JSON.stringify(before) === JSON.stringify(after));
    }),
  );
});
