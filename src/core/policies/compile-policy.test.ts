import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { PolicySubject } from '../use-cases/use-case.ts';
import { compilePolicy, failClosedRoute } from './compile-policy.ts';
import type { PolicyDocument, Route } from './document.ts';
import type { PolicyFacts } from './facts.ts';
import { reasonsFor } from './reasons-for.ts';

const subject: PolicySubject = {
  outputKind: 'class',
  classes: [
    { name: 'refund', impact: 1 },
    { name: 'card_fraud', impact: 20 },
  ],
  metadataFields: [
    { name: 'amount', type: 'number', required: false },
    { name: 'country', type: 'string', required: true },
  ],
};

const hold: Route = { kind: 'hold', dueSeconds: 900, timeout: { action: 'reject', afterSeconds: 3600 } };
const banking: PolicyDocument = {
  rules: [
    { name: 'Fraud', when: 'label in ["card_fraud"]', route: hold },
    {
      name: 'Large',
      when: 'metadata.amount > 1000',
      route: { kind: 'release-and-review', dueSeconds: 7200, tier: 2 },
    },
    { name: 'Confident', when: 'confidence >= 0.85', route: { kind: 'release' } },
  ],
  otherwise: { ...hold, dueSeconds: 1800 },
  audit: { rate: 0.05, strata: [{ name: 'abroad', when: 'metadata.country != "GB"', rate: 0.2 }] },
};

const query: PolicyFacts = {
  confidence: 0.9,
  label: 'refund',
  model: 'intent-2',
  metadata: { amount: 10, country: 'GB' },
  probabilities: {},
  calibrated: null,
  modelState: 'active',
  nowMs: 1_790_000_000_000,
  backlog: null,
};

function evaluate(change: Partial<PolicyFacts>, document: PolicyDocument = banking) {
  return compilePolicy(document, subject).evaluate({ ...query, ...change });
}

test('a confident answer is released, and the rule is named', () => {
  assert.deepEqual(evaluate({}), {
    route: { kind: 'release' },
    ruleIndex: 2,
    ruleName: 'Confident',
    reasons: [{ code: 'policy.rule', sentence: 'Rule 3 "Confident" releases it.' }],
    failure: null,
    audit: { stratum: 'rest', rate: 0.05 },
    standingApprovalId: null,
  });
});

test('a doubtful answer goes where the policy sends the rest', () => {
  const found = evaluate({ confidence: 0.5 });
  assert.equal(found.ruleIndex, null);
  assert.deepEqual(found.route, banking.otherwise);
  assert.deepEqual(found.reasons, [
    { code: 'policy.otherwise', sentence: 'No rule applies; otherwise the policy holds it for people.' },
  ]);
});

test('an earlier rule wins over a later one', () => {
  const found = evaluate({ label: 'card_fraud', confidence: 0.99 });
  assert.equal(found.ruleName, 'Fraud');
  assert.deepEqual(found.route, hold);
});

test('the stratum follows its own condition', () => {
  const metadata = { amount: 10, country: 'FR' };
  assert.deepEqual(evaluate({ metadata }).audit, { stratum: 'abroad', rate: 0.2 });
});

test('a decision that lacks what a rule reads is held, though a later rule would have released it', () => {
  const found = evaluate({ metadata: { country: 'GB' } });
  assert.deepEqual(found.route, { kind: 'hold', dueSeconds: 900, timeout: { action: 'keep-holding' } });
  assert.equal(found.failure, 'Rule "Large" could not be evaluated: metadata.amount is missing.');
  assert.deepEqual(found.reasons, [{ code: 'policy.cannot-evaluate', sentence: found.failure }]);
});

test('a rule that asked first does not fail', () => {
  const rules = banking.rules.map((rule) =>
    rule.name === 'Large' ? { ...rule, when: 'has(metadata.amount) && metadata.amount > 1000' } : rule,
  );
  assert.equal(evaluate({ metadata: { country: 'GB' } }, { ...banking, rules }).ruleName, 'Confident');
});

test('a condition that no longer compiles holds what reaches it and says why', () => {
  const rules = [
    { name: 'Old', when: 'metadata.branch == "x"', route: { kind: 'release' } as const },
    ...banking.rules,
  ];
  const found = evaluate({}, { ...banking, rules });
  assert.equal(found.route.kind, 'hold');
  assert.equal(
    found.failure,
    'Rule "Old" could not be evaluated: metadata.branch is not a field of this use case; it has amount, country.',
  );
});

test('a stratum that no longer compiles holds too', () => {
  const audit = { rate: 0.05, strata: [{ name: 'old', when: 'metadata.branch == "x"', rate: 1 }] };
  const found = evaluate({}, { ...banking, audit });
  assert.equal(found.route.kind, 'hold');
  assert.match(found.failure ?? '', /^Stratum "old" could not be evaluated/);
});

test('a policy without rules sends everything to otherwise', () => {
  const found = evaluate({}, { rules: [], otherwise: { kind: 'release' }, audit: { rate: 1 } });
  assert.deepEqual(found.route, { kind: 'release' });
  assert.deepEqual(found.audit, { stratum: 'rest', rate: 1 });
});

test('the reasons given at once are the reasons told later from the record', () => {
  for (const change of [{}, { confidence: 0.1 }, { label: 'card_fraud' }, { metadata: { country: 'GB' } }]) {
    const { ruleIndex, failure, route, reasons } = evaluate(change);
    assert.deepEqual(
      reasonsFor(banking, {
        ruleIndex,
        failure,
        routeKind: route.kind,
        standingApprovalId: null,
        overloadSteps: 0,
      }),
      reasons,
    );
  }
});

test('compiling keeps the document as it was', () => {
  const before = structuredClone(banking);
  assert.equal(compilePolicy(banking, subject).document, banking);
  assert.deepEqual(banking, before);
});

test('what cannot be evaluated is held as urgently as the policy’s most urgent hold', () => {
  assert.equal(failClosedRoute(banking).dueSeconds, 900);
  assert.equal(failClosedRoute({ ...banking, rules: [] }).dueSeconds, 1800);
});

test('a policy that holds nothing still holds what it cannot evaluate, due within the hour', () => {
  const document: PolicyDocument = { rules: [], otherwise: { kind: 'release' }, audit: { rate: 0 } };
  assert.deepEqual(failClosedRoute(document), {
    kind: 'hold',
    dueSeconds: 3600,
    timeout: { action: 'keep-holding' },
  });
});

test('no time-out lets go what could not be evaluated, whatever the policy’s own time-outs say', () => {
  const eager: Route = {
    kind: 'hold',
    dueSeconds: 5,
    timeout: { action: 'release-and-flag', afterSeconds: 10 },
  };
  assert.deepEqual(failClosedRoute({ ...banking, otherwise: eager }).timeout, { action: 'keep-holding' });
});

test('whatever the metadata, a decision is routed and nothing is thrown', () => {
  const policy = compilePolicy(banking, subject);
  const anything = fc.dictionary(
    fc.string({ maxLength: 8 }),
    fc.oneof(fc.string(), fc.double(), fc.boolean()),
    {
      noNullPrototype: true,
    },
  );
  fc.assert(
    fc.property(anything, fc.double(), (metadata, confidence) => {
      const found = policy.evaluate({ ...query, metadata, confidence });
      assert.ok(['release', 'hold', 'release-and-review'].includes(found.route.kind));
      assert.ok(found.reasons.length === 1);
    }),
  );
});

test('two policies of one use case do not disturb each other', () => {
  const strict = compilePolicy({ ...banking, rules: [] }, subject);
  const loose = compilePolicy(banking, subject);
  assert.equal(strict.evaluate(query).route.kind, 'hold');
  assert.equal(loose.evaluate(query).route.kind, 'release');
  assert.equal(strict.evaluate(query).route.kind, 'hold');
});
