import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicySubject } from '../use-cases/use-case.ts';
import { checkPolicy, type PolicyProblem } from './check-policy.ts';
import type { PolicyDocument, Route } from './document.ts';

const subject: PolicySubject = {
  outputKind: 'class',
  classes: [
    { name: 'refund', impact: 1 },
    { name: 'fraud', impact: 20 },
  ],
  metadataFields: [
    { name: 'amount', type: 'number', required: true },
    { name: 'country', type: 'string', required: false },
  ],
};

const hold: Route = { kind: 'hold', dueSeconds: 900, timeout: { action: 'keep-holding' } };
const release: Route = { kind: 'release' };
const good: PolicyDocument = {
  rules: [
    { name: 'Fraud', when: 'label == "fraud"', route: hold },
    { name: 'Confident', when: 'confidence >= 0.85', route: release },
  ],
  otherwise: hold,
  audit: { rate: 0.05, strata: [{ name: 'large', when: 'metadata.amount > 1000', rate: 0.2 }] },
};

function check(change: Partial<PolicyDocument>): readonly PolicyProblem[] {
  return checkPolicy({ ...good, ...change }, subject);
}

function only(change: Partial<PolicyDocument>): PolicyProblem {
  const problems = check(change);
  assert.equal(problems.length, 1, JSON.stringify(problems));
  return problems[0] ?? assert.fail();
}

function rule(when: string, route: Route = release) {
  return { name: 'One', when, route };
}

test('a good policy has no problems', () => {
  assert.deepEqual(checkPolicy(good, subject), []);
});

test('a policy without rules is fine: otherwise speaks for all', () => {
  assert.deepEqual(check({ rules: [] }), []);
});

test('a condition with a problem points at its rule and names it', () => {
  assert.deepEqual(
    only({ rules: [...good.rules, { name: 'Big', when: 'metadata.amuont > 1', route: hold }] }),
    {
      at: '/rules/2/when',
      severity: 'error',
      message: 'Rule "Big": metadata.amuont is not a field of this use case; it has amount, country.',
    },
  );
});

test('a type error points at its rule', () => {
  assert.deepEqual(only({ rules: [rule('metadata.amount > "x"')] }), {
    at: '/rules/0/when',
    severity: 'error',
    message: 'Rule "One": no such overload: double > string, at character 1.',
  });
});

test('a stratum’s condition is checked like a rule’s', () => {
  const audit = { rate: 0.1, strata: [{ name: 'a', when: 'amount > 1', rate: 0.5 }] };
  const problem = only({ audit });
  assert.equal(problem.at, '/audit/strata/0/when');
  assert.match(problem.message, /^Stratum "a": "amount" is not known/);
});

test('every problem of every rule is told', () => {
  const problems = check({
    rules: [
      { name: 'a', when: 'x == 1 && y == 2', route: release },
      { name: 'b', when: 'confidence', route: release },
    ],
  });
  assert.deepEqual(
    problems.map((problem) => problem.at),
    ['/rules/0/when', '/rules/0/when', '/rules/1/when'],
  );
});

test('reading optional metadata without asking is a warning that says what to do', () => {
  assert.deepEqual(only({ rules: [rule('metadata.country == "DE"')] }), {
    at: '/rules/0/when',
    severity: 'warning',
    message:
      'Rule "One" reads metadata.country, which may be missing; such decisions are held, ' +
      'unless the rule asks has(metadata.country) first.',
  });
  assert.deepEqual(check({ rules: [rule('has(metadata.country) && metadata.country == "DE"')] }), []);
});

test('two rules of one name are refused, at the second', () => {
  const problem = only({ rules: [rule('true'), rule('false')] });
  assert.equal(problem.at, '/rules/1/name');
  assert.equal(problem.severity, 'error');
  assert.equal(problem.message, 'There are two of the name "One"; give each rule its own.');
});

test('two strata of one name are refused, and none is called like the rest', () => {
  const stratum = { name: 'a', when: 'true', rate: 0.1 };
  assert.equal(only({ audit: { rate: 0.1, strata: [stratum, stratum] } }).at, '/audit/strata/1/name');
  const problem = only({ audit: { rate: 0.1, strata: [{ ...stratum, name: 'rest' }] } });
  assert.equal(problem.at, '/audit/strata/0/name');
  assert.match(problem.message, /two of the name "rest"/);
});

test('a rule and a stratum may share a name', () => {
  const audit = { rate: 0.1, strata: [{ name: 'Fraud', when: 'true', rate: 0.1 }] };
  assert.deepEqual(check({ audit }), []);
});

test('a time-out before people are due is a warning', () => {
  const route: Route = { kind: 'hold', dueSeconds: 900, timeout: { action: 'reject', afterSeconds: 60 } };
  assert.deepEqual(only({ otherwise: route }), {
    at: '/otherwise/timeout/afterSeconds',
    severity: 'warning',
    message: 'Otherwise times out before people are due to have judged.',
  });
  assert.equal(only({ rules: [rule('true', route)] }).at, '/rules/0/route/timeout/afterSeconds');
});

test('a time-out when people are due, or later, is fine', () => {
  for (const afterSeconds of [900, 901])
    assert.deepEqual(
      check({
        otherwise: { kind: 'hold', dueSeconds: 900, timeout: { action: 'release-and-flag', afterSeconds } },
      }),
      [],
    );
});

test('seconds must be whole and at least one', () => {
  for (const dueSeconds of [0, -5, 1.5, Number.NaN]) {
    const problem = only({ otherwise: { kind: 'release-and-review', dueSeconds } });
    assert.equal(problem.at, '/otherwise/dueSeconds');
    assert.equal(problem.severity, 'error');
  }
  const route: Route = {
    kind: 'hold',
    dueSeconds: 1,
    timeout: { action: 'reject', afterSeconds: Number.NaN },
  };
  assert.equal(only({ otherwise: route }).at, '/otherwise/timeout/afterSeconds');
});

test('a rate outside 0 to 1 is an error', () => {
  for (const rate of [-0.1, 1.1, Number.NaN, Number.POSITIVE_INFINITY]) {
    const problem = only({ audit: { rate } });
    assert.equal(problem.at, '/audit/rate');
    assert.equal(problem.severity, 'error');
  }
  for (const rate of [1, 0.0001]) assert.deepEqual(check({ audit: { rate } }), []);
});

test('a rate of zero is a warning: what it releases is never seen', () => {
  const problem = only({ audit: { rate: 0 } });
  assert.equal(problem.severity, 'warning');
  assert.match(problem.message, /stay unseen/);
  const strata = [{ name: 'quiet', when: 'true', rate: 0 }];
  assert.equal(only({ audit: { rate: 0.1, strata } }).at, '/audit/strata/0/rate');
});

test('conditions that would be expensive together are refused', () => {
  const classes = Array.from({ length: 1000 }, (_, index) => ({ name: `c${index}`, impact: 1 }));
  const walk = (index: number) => ({
    name: `walk ${index}`,
    when: 'probabilities.exists(c, probabilities[c] > 0.2)',
    route: release,
  });
  const large: PolicySubject = { ...subject, classes };
  const document = (count: number) => ({
    ...good,
    rules: Array.from({ length: count }, (_, index) => walk(index)),
  });
  assert.deepEqual(checkPolicy(document(2), large), []);
  const [problem] = checkPolicy(document(4), large);
  assert.equal(problem?.at, '/rules');
  assert.match(problem?.message ?? '', /steps for one decision; 20000 are allowed/);
});

test('two hundred ordinary rules are not expensive', () => {
  const rules = Array.from({ length: 200 }, (_, index) => ({
    name: `rule ${index}`,
    when: `confidence > 0.${index + 1} && metadata.amount > ${index} && label == "fraud"`,
    route: release,
  }));
  assert.deepEqual(check({ rules }), []);
});

test('a use case without classes takes no rule on them', () => {
  const text: PolicySubject = { outputKind: 'text', classes: [], metadataFields: [] };
  const problems = checkPolicy({ ...good, audit: { rate: 0.1 } }, text);
  assert.deepEqual(
    problems.map((problem) => problem.at),
    ['/rules/0/when'],
  );
});
