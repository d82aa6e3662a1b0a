// Policies in every kind of routing context, through `compilePolicy` as live traffic and replay use it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { PolicySubject } from '../use-cases/use-case.ts';
import { compilePolicy } from './compile-policy.ts';
import type { OverloadStep, PolicyDocument, Route } from './document.ts';
import { ordinaryContext, type PolicyFacts, type RoutingContext, type StandingApproval } from './facts.ts';
import { goesToPeople, isHeld } from './is-held.ts';

const subject: PolicySubject = {
  outputKind: 'class',
  classes: [
    { name: 'refund', impact: 1 },
    { name: 'fraud', impact: 20 },
  ],
  metadataFields: [{ name: 'amount', type: 'number', required: false }],
};

const hold: Route = { kind: 'hold', dueSeconds: 900, timeout: { action: 'reject', afterSeconds: 3600 } };
const steps: readonly OverloadStep[] = [
  { action: 'set-threshold', threshold: 'sure', value: 0.95 },
  { action: 'sample-less', factor: 0.5 },
  { action: 'hold-reviews' },
  { action: 'sample-less', factor: 0.5 },
  { action: 'safe-output', output: null },
];
const policy: PolicyDocument = {
  rules: [
    { name: 'Sure', when: 'confidence >= thresholds.sure', route: { kind: 'release' } },
    {
      name: 'Likely',
      when: 'confidence >= 0.6',
      route: { kind: 'release-and-review', dueSeconds: 7200, tier: 2, blind: true },
    },
    {
      name: 'Dear',
      when: 'expectedImpact >= 10.0',
      route: {
        kind: 'consensus',
        dueSeconds: 1800,
        meanwhile: 'hold',
        judgements: { least: 2, most: 3 },
        timeout: { action: 'escalate', afterSeconds: 3600 },
      },
    },
  ],
  otherwise: hold,
  thresholds: [{ name: 'sure', value: 0.8 }],
  audit: { rate: 0.2, floor: 0.08, strata: [{ name: 'fraud', when: 'label == "fraud"', rate: 0.4 }] },
  overload: { limits: [{ tier: 1, backlog: 100 }], steps, everySeconds: 60 },
};
const compiled = compilePolicy(policy, subject);

const nowMs = 1_790_000_000_000;
const facts: PolicyFacts = {
  confidence: 0.5,
  label: 'refund',
  model: 'intent-2',
  metadata: { amount: 10 },
  probabilities: {},
  calibrated: null,
  modelState: 'active',
  nowMs,
  backlog: null,
};

function taken(overloadSteps: number, change: Partial<RoutingContext> = {}): RoutingContext {
  return { ...ordinaryContext, overloadSteps, ...change };
}

function approval(scope: string, change: Partial<StandingApproval> = {}): StandingApproval {
  return { standingApprovalId: `approval of ${scope}`, scope, expiresAtMs: nowMs + 1, ...change };
}

function evaluate(change: Partial<PolicyFacts>, context?: RoutingContext) {
  return compiled.evaluate({ ...facts, ...change }, context);
}

test('a raised bar sends what was sure to where the next rule says', () => {
  assert.equal(evaluate({ confidence: 0.9 }).ruleName, 'Sure');
  const found = evaluate({ confidence: 0.9 }, taken(1));
  assert.equal(found.ruleName, 'Likely');
  assert.deepEqual(found.reasons, [
    { code: 'policy.rule', sentence: 'Rule 2 "Likely" releases it for review.' },
    { code: 'overload', sentence: 'People are saturated: threshold sure is 0.95.' },
  ]);
});

test('a fallen threshold counts in the same way, and its reason is in the rule alone', () => {
  const found = evaluate({ confidence: 0.9 }, taken(0, { thresholds: { sure: 2 } }));
  assert.equal(found.ruleName, 'Likely');
  assert.equal(found.reasons.length, 1);
});

test('sampling less starts strata of their own, and never goes below the floor', () => {
  const rates = (overloadSteps: number) => [
    evaluate({}, taken(overloadSteps)).audit,
    evaluate({ label: 'fraud' }, taken(overloadSteps)).audit,
  ];
  assert.deepEqual(rates(1), [
    { stratum: 'rest', rate: 0.2 },
    { stratum: 'fraud', rate: 0.4 },
  ]);
  assert.deepEqual(rates(2), [
    { stratum: 'rest~1', rate: 0.1 },
    { stratum: 'fraud~1', rate: 0.2 },
  ]);
  assert.deepEqual(rates(4), [
    { stratum: 'rest~2', rate: 0.08 },
    { stratum: 'fraud~2', rate: 0.1 },
  ]);
});

test('the floor holds in ordinary times as well', () => {
  const audit = { rate: 0.01, floor: 0.05 };
  assert.deepEqual(compilePolicy({ ...policy, audit }, subject).evaluate(facts).audit, {
    stratum: 'rest',
    rate: 0.05,
  });
});

test('reviews that are held keep who judges them and by when, and nothing lets them go', () => {
  const found = evaluate({ confidence: 0.7 }, taken(3));
  assert.deepEqual(found.route, {
    kind: 'hold',
    dueSeconds: 7200,
    tier: 2,
    blind: true,
    timeout: { action: 'keep-holding' },
  });
  assert.equal(found.reasons[0]?.sentence, 'Rule 2 "Likely" releases it for review.');
  assert.match(found.reasons[1]?.sentence ?? '', /what would be reviewed later is held/);
});

test('a consensus that releases meanwhile holds when reviews are held', () => {
  const route: Route = {
    kind: 'consensus',
    dueSeconds: 60,
    meanwhile: 'release',
    judgements: { least: 2, most: 2 },
    timeout: { action: 'keep-holding' },
  };
  const { evaluate: ask } = compilePolicy({ ...policy, rules: [], otherwise: route }, subject);
  assert.equal(isHeld(ask(facts).route), false);
  assert.deepEqual(ask(facts, taken(3)).route, { ...route, meanwhile: 'hold' });
});

test('the safe output goes to what would be held, at once and to nobody else', () => {
  const held = evaluate({}, taken(5));
  assert.equal(held.route.kind, 'hold');
  assert.equal(Object.hasOwn(held, 'safeOutput'), true);
  assert.equal(held.safeOutput, null);
  assert.equal(goesToPeople(held), false);
  assert.equal(evaluate({ label: 'fraud' }, taken(5)).route.kind, 'consensus');
  assert.equal(Object.hasOwn(evaluate({ label: 'fraud' }, taken(5)), 'safeOutput'), true);
  assert.equal(Object.hasOwn(evaluate({ confidence: 0.99 }, taken(5)), 'safeOutput'), false);
  assert.equal(Object.hasOwn(evaluate({}, taken(4)), 'safeOutput'), false);
});

test('what the policy cannot be evaluated for is held, safe output or not, approval or not', () => {
  const context = taken(5, { approvals: [approval('confidence >= 0.0')] });
  const broken = compilePolicy(
    { ...policy, rules: [{ name: 'Large', when: 'metadata.amount > 5', route: hold }] },
    subject,
  );
  const found = broken.evaluate({ ...facts, metadata: {} }, context);
  assert.equal(found.route.kind, 'hold');
  assert.equal(found.standingApprovalId, null);
  assert.equal(Object.hasOwn(found, 'safeOutput'), false);
  assert.match(found.failure ?? '', /metadata\.amount is missing/);
  assert.equal(found.audit.stratum, 'rest~2');
});

test('steps that the document does not have are not taken', () => {
  const { overload, ...without } = policy;
  const found = compilePolicy(without, subject).evaluate(facts, taken(5));
  assert.deepEqual(found.route, hold);
  assert.equal(found.reasons.length, 1);
  assert.equal(evaluate({}, taken(99)).audit.stratum, 'rest~2');
});

test('a standing approval releases what it covers and would be held', () => {
  const found = evaluate({}, taken(0, { approvals: [approval('metadata.amount < 50')] }));
  assert.deepEqual(found, {
    route: { kind: 'release' },
    ruleIndex: null,
    ruleName: null,
    reasons: [
      { code: 'policy.otherwise', sentence: 'No rule applies; otherwise the policy holds it for people.' },
      { code: 'standing-approval', sentence: 'A standing approval covers it, so it is released.' },
    ],
    failure: null,
    audit: { stratum: 'rest', rate: 0.2 },
    standingApprovalId: 'approval of metadata.amount < 50',
  });
  assert.equal(goesToPeople(found), false);
});

test('it releases a consensus that holds meanwhile, with the rate of its stratum', () => {
  const found = evaluate({ label: 'fraud' }, taken(0, { approvals: [approval('label == "fraud"')] }));
  assert.equal(found.route.kind, 'release');
  assert.equal(found.ruleName, 'Dear');
  assert.deepEqual(found.audit, { stratum: 'fraud', rate: 0.4 });
});

test('it leaves alone what the policy releases anyway, reviews included', () => {
  const approvals = [approval('confidence >= 0.0')];
  assert.equal(evaluate({ confidence: 0.7 }, taken(0, { approvals })).route.kind, 'release-and-review');
  assert.equal(evaluate({ confidence: 0.9 }, taken(0, { approvals })).standingApprovalId, null);
});

test('it comes before the safe output: a person has said that the model’s own may be used', () => {
  const found = evaluate({}, taken(5, { approvals: [approval('metadata.amount < 50')] }));
  assert.equal(found.route.kind, 'release');
  assert.equal(Object.hasOwn(found, 'safeOutput'), false);
  assert.deepEqual(
    found.reasons.map(({ code }) => code),
    ['policy.otherwise', 'overload', 'standing-approval'],
  );
});

test('an approval ends on the millisecond', () => {
  const context = taken(0, { approvals: [approval('metadata.amount < 50', { expiresAtMs: nowMs })] });
  assert.equal(evaluate({}, context).route.kind, 'hold');
  assert.equal(evaluate({ nowMs: nowMs - 1 }, context).route.kind, 'release');
});

test('a scope that cannot be evaluated, or no longer compiles, covers nothing', () => {
  const blind = [
    approval('metadata.amount < 50'),
    approval('metadata.gone == "x"'),
    approval('calibrated > 0.1'),
  ];
  assert.equal(evaluate({ metadata: {} }, taken(0, { approvals: blind })).route.kind, 'hold');
  const approvals = [...blind, approval('confidence > 0.4')];
  const found = evaluate({ metadata: {} }, taken(0, { approvals }));
  assert.equal(found.standingApprovalId, 'approval of confidence > 0.4');
});

test('the first approval that covers a decision is the one that is named', () => {
  const approvals = [
    approval('confidence > 0.9'),
    approval('confidence > 0.4'),
    approval('confidence > 0.3'),
  ];
  assert.equal(evaluate({}, taken(0, { approvals })).standingApprovalId, 'approval of confidence > 0.4');
});

test('what a policy reads is named, also by way of impact and of classes’ own thresholds', () => {
  assert.deepEqual([...compiled.reads].sort(), [
    'calibrated',
    'confidence',
    'expectedImpact',
    'label',
    'model',
    'probabilities',
    'thresholds.sure',
  ]);
  const sliced: PolicyDocument = {
    ...policy,
    rules: policy.rules.slice(0, 1),
    thresholds: [{ name: 'sure', value: 0.8, bySlice: { by: 'label', values: { fraud: 0.9 } } }],
    audit: { rate: 0.1 },
  };
  assert.deepEqual([...compilePolicy(sliced, subject).reads].sort(), [
    'confidence',
    'label',
    'thresholds.sure',
  ]);
  const thresholds = [{ name: 'sure', value: 0.8, bySlice: { by: 'metadata.amount', values: { 7: 0.9 } } }];
  assert.ok(compilePolicy({ ...sliced, thresholds }, subject).reads.has('metadata.amount'));
  const calibration = { m: { bySlice: { by: 'metadata.amount', values: { 7: 1 } } } };
  assert.equal(compilePolicy({ ...sliced, calibration }, subject).reads.has('metadata.amount'), false);
  const rules = [{ name: 'One', when: 'expectedImpact > 1', route: { kind: 'release' as const } }];
  assert.ok(compilePolicy({ ...sliced, rules, calibration }, subject).reads.has('metadata.amount'));
});

test('what the scopes of a context read comes on top', () => {
  assert.equal(compiled.readsIn(ordinaryContext).has('now'), false);
  const reads = compiled.readsIn(taken(0, { approvals: [approval('metadata.amount < 50')] }));
  assert.ok(reads.has('metadata.amount') && reads.has('now') && reads.has('thresholds.sure'));
});

test('contexts do not disturb each other, in whatever order they come', () => {
  const contexts = [
    undefined,
    taken(1),
    taken(5),
    taken(0, { thresholds: { sure: 2 } }),
    taken(0, { approvals: [approval('metadata.amount < 50')] }),
  ];
  const someFacts = fc.record({
    confidence: fc.constantFrom(0.5, 0.7, 0.9, 0.99),
    label: fc.constantFrom('refund', 'fraud'),
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...contexts), someFacts), { maxLength: 20 }), (course) => {
      for (const [context, change] of course)
        assert.deepEqual(
          evaluate(change, context),
          compilePolicy(policy, subject).evaluate({ ...facts, ...change }, context && { ...context }),
        );
    }),
  );
});

test('one object of facts, filled anew for every decision, is evaluated anew', () => {
  const reused = { ...facts };
  for (const [label, rule] of [
    ['fraud', 'Dear'],
    ['refund', null],
    ['fraud', 'Dear'],
  ] as const) {
    reused.label = label;
    assert.equal(compiled.evaluate(reused).ruleName, rule);
  }
});

test('an ordinary evaluation makes nothing new, with a stratum neither', () => {
  assert.equal(evaluate({}), evaluate({}));
  assert.equal(evaluate({ label: 'fraud' }), evaluate({ label: 'fraud' }));
  assert.equal(evaluate({ label: 'fraud' }).audit.stratum, 'fraud');
});
