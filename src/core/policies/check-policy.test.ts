import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicySubject } from '../use-cases/use-case.ts';
import { checkPolicy } from './check-policy.ts';
import type { PolicyProblem } from './checks/problem.ts';
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
    message: 'Rule "One": number > text is not possible: the types do not fit, at character 1.',
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
  const problem = only({ rules: [rule('confidence > 0.9'), rule('confidence < 0.2')] });
  assert.equal(problem.at, '/rules/1/name');
  assert.equal(problem.severity, 'error');
  assert.equal(problem.message, 'There are two of the name "One"; give each rule its own.');
});

test('two strata of one name are refused, and none is called like the rest', () => {
  const stratum = { name: 'a', when: 'confidence > 0.9', rate: 0.1 };
  const other = { ...stratum, when: 'confidence < 0.2' };
  assert.equal(only({ audit: { rate: 0.1, strata: [stratum, other] } }).at, '/audit/strata/1/name');
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
    when: `probabilities.exists(c, probabilities[c] > 0.2${index})`,
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
    when: `confidence > 0.${999 - index} && metadata.amount > ${index} && label == "fraud"`,
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

test('otherwise that releases is a warning, unless the rules leave nothing to it', () => {
  assert.deepEqual(only({ otherwise: release }), {
    at: '/otherwise',
    severity: 'warning',
    message:
      'Otherwise releases whatever no rule takes, also what nobody has thought of; hold it, and release by rules.',
  });
  const rules = [
    { name: 'Sure', when: 'confidence >= 0.9', route: release },
    { name: 'Unsure', when: 'confidence < 0.9', route: hold },
  ];
  assert.deepEqual(check({ rules, otherwise: release }), []);
  assert.deepEqual(check({ otherwise: { kind: 'release-and-review', dueSeconds: 60 } }), []);
});

test('a rule that is never reached is a warning that points at it', () => {
  const rules = [...good.rules, { name: 'Surer', when: 'confidence >= 0.95', route: hold }];
  assert.deepEqual(only({ rules }), {
    at: '/rules/2/when',
    severity: 'warning',
    message: 'Rule "Surer" is never reached: "Confident" before it takes every decision it would take.',
  });
});

test('a stratum that is never reached is told as well, and rules do not count for it', () => {
  const strata = [
    { name: 'large', when: 'metadata.amount > 1000', rate: 0.2 },
    { name: 'larger', when: 'metadata.amount > 5000', rate: 0.5 },
  ];
  const problem = only({ audit: { rate: 0.05, strata } });
  assert.equal(problem.at, '/audit/strata/1/when');
  assert.match(problem.message, /^Stratum "larger" is never reached: "large" before it/);
});

test('expected impact needs impacts that are numbers', () => {
  const classes = [
    { name: 'refund', impact: 1 },
    { name: 'fraud', impact: Number.NaN },
  ];
  const problems = checkPolicy(
    { ...good, rules: [rule('expectedImpact > 3.0', hold)] },
    { ...subject, classes },
  );
  assert.deepEqual(
    problems.filter(({ severity }) => severity === 'error').map(({ at, message }) => `${at} ${message}`),
    [
      '/rules/0/when Rule "One" reads expectedImpact, but the impact of "fraud" is no number of zero or more.',
    ],
  );
  assert.deepEqual(checkPolicy(good, { ...subject, classes }), []);
});

test('what is known of model versions, maps and people is taken into account where it is handed in', () => {
  const document: PolicyDocument = {
    ...good,
    rules: [
      { name: 'Sure', when: 'calibrated >= 0.95', route: release },
      {
        name: 'Ask',
        when: 'confidence < 0.5',
        route: { kind: 'release-and-review', dueSeconds: 60, qualification: 'desk' },
      },
    ],
    calibration: { a: 1 },
  };
  assert.deepEqual(checkPolicy(document, subject), []);
  const around = { models: ['a', 'b'], calibratedRanges: { a: { low: 0.2, high: 0.9 } }, qualifications: {} };
  assert.deepEqual(
    checkPolicy(document, subject, around).map(({ at }) => at),
    ['/rules/0/when', '/rules/0/when', '/rules/0/when', '/rules/1/route/qualification'],
  );
});

test('a large policy is checked while its author waits', () => {
  const rules = Array.from({ length: 200 }, (_, index) => ({
    name: `rule ${index}`,
    when: `(confidence > 0.${999 - index} || metadata.amount > ${index} || label == "fraud") && (metadata.amount < ${index} || confidence < 0.5)`,
    route: hold,
  }));
  const before = process.cpuUsage();
  check({ rules });
  const { user } = process.cpuUsage(before);
  assert.ok(user < 3_000_000, `${user / 1000} ms of processor time`);
});
