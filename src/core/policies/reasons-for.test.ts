import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PolicyDocument, routeKinds } from './document.ts';
import { type RecordedRouting, reasonsFor } from './reasons-for.ts';

const document: PolicyDocument = {
  rules: [
    {
      name: 'Fraud',
      when: 'true',
      route: { kind: 'hold', dueSeconds: 60, timeout: { action: 'keep-holding' } },
    },
    { name: 'Confident', when: 'true', route: { kind: 'release' } },
  ],
  otherwise: { kind: 'release-and-review', dueSeconds: 60 },
  audit: { rate: 0.05 },
};

function reasons(of: PolicyDocument, record: Partial<RecordedRouting>) {
  return reasonsFor(of, {
    ruleIndex: null,
    failure: null,
    routeKind: 'hold',
    standingApprovalId: null,
    overloadSteps: 0,
    ...record,
  });
}

test('a rule that fired is told by its place and name', () => {
  assert.deepEqual(reasons(document, { ruleIndex: 0, failure: null, routeKind: 'hold' }), [
    { code: 'policy.rule', sentence: 'Rule 1 "Fraud" holds it for people.' },
  ]);
  assert.deepEqual(reasons(document, { ruleIndex: 1, failure: null, routeKind: 'release' }), [
    { code: 'policy.rule', sentence: 'Rule 2 "Confident" releases it.' },
  ]);
});

test('no rule is told as such', () => {
  assert.deepEqual(reasons(document, { ruleIndex: null, failure: null, routeKind: 'release-and-review' }), [
    { code: 'policy.otherwise', sentence: 'No rule applies; otherwise the policy releases it for review.' },
  ]);
});

test('a failure is told in its own words, whatever else is recorded', () => {
  const failure = 'Rule "Fraud" could not be evaluated: metadata.amount is missing.';
  for (const ruleIndex of [null, 0])
    assert.deepEqual(reasons(document, { ruleIndex, failure, routeKind: 'hold' }), [
      { code: 'policy.cannot-evaluate', sentence: failure },
    ]);
});

test('a place outside the document is told as no rule rather than failing a page', () => {
  const [reason] = reasons(document, { ruleIndex: 9, failure: null, routeKind: 'hold' });
  assert.equal(reason?.code, 'policy.otherwise');
});

test('in ordinary times there is exactly one reason, and it is a sentence', () => {
  for (const routeKind of routeKinds.filter((kind) => kind !== 'shadow'))
    for (const ruleIndex of [null, 0, 1]) {
      const found = reasons(document, { ruleIndex, failure: null, routeKind });
      assert.equal(found.length, 1);
      assert.match(found[0]?.sentence ?? '', /^[A-Z].*\.$/);
    }
});

const overloaded: PolicyDocument = {
  ...document,
  overload: {
    limits: [{ tier: 1, backlog: 9 }],
    steps: [{ action: 'sample-less', factor: 0.5 }, { action: 'hold-reviews' }],
    everySeconds: 60,
  },
};

function codes(of: PolicyDocument, record: Partial<RecordedRouting>): readonly string[] {
  return reasons(of, { ruleIndex: 0, ...record }).map(({ code }) => code);
}

test('the rule is told as it is written, whatever came of it', () => {
  const [reason] = reasons(overloaded, {
    ruleIndex: null,
    failure: null,
    routeKind: 'hold',
    overloadSteps: 2,
  });
  assert.equal(reason?.sentence, 'No rule applies; otherwise the policy releases it for review.');
});

test('overload is told with the steps taken, as many as the document has', () => {
  const [, reason] = reasons(overloaded, {
    ruleIndex: 0,
    failure: null,
    routeKind: 'hold',
    overloadSteps: 9,
  });
  assert.deepEqual(reason, {
    code: 'overload',
    sentence:
      'People are saturated: audit rates are multiplied by 0.5, what would be reviewed later is held.',
  });
  assert.deepEqual(codes(overloaded, { overloadSteps: 0 }), ['policy.rule']);
  assert.deepEqual(codes(document, { overloadSteps: 2 }), ['policy.rule']);
});

test('a standing approval and a model version that only runs beside are told last', () => {
  assert.deepEqual(codes(overloaded, { overloadSteps: 1, standingApprovalId: 'a', routeKind: 'release' }), [
    'policy.rule',
    'overload',
    'standing-approval',
  ]);
  assert.deepEqual(codes(document, { routeKind: 'shadow' }), ['policy.rule', 'shadow']);
});

test('a failure is told alone: nothing else counted', () => {
  assert.deepEqual(codes(overloaded, { failure: 'Rule "x" could not be evaluated: y.', overloadSteps: 2 }), [
    'policy.cannot-evaluate',
  ]);
});
