import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CannotEvaluate } from './conditions/cannot-evaluate.ts';
import type { Condition } from './conditions/compile-condition.ts';
import type { HoldRoute, Route } from './document.ts';
import {
  type ContextPlan,
  evaluatePolicy,
  type PolicyEvaluation,
  type PolicyPlan,
} from './evaluate-policy.ts';
import type { PolicyFacts } from './facts.ts';

const facts: PolicyFacts = {
  confidence: 0.9,
  label: 'refund',
  model: 'm',
  metadata: {},
  probabilities: {},
  calibrated: null,
  modelState: 'active',
  nowMs: 1_790_000_000_000,
  backlog: null,
};
const rest = { stratum: 'rest', rate: 0.05 };
const failClosed: HoldRoute = { kind: 'hold', dueSeconds: 60, timeout: { action: 'keep-holding' } };

const yes: Condition = () => true;
const no: Condition = () => false;
const cannot: Condition = () => {
  throw new CannotEvaluate('metadata.amount is missing');
};

function evaluation(ruleIndex: number | null, route: Route = { kind: 'release' }): PolicyEvaluation {
  return {
    route,
    ruleIndex,
    ruleName: ruleIndex === null ? null : `rule ${ruleIndex}`,
    reasons: [],
    failure: null,
    audit: rest,
    standingApprovalId: null,
  };
}

type Plans = { readonly plan: PolicyPlan; readonly inContext: ContextPlan };

function plan(conditions: readonly Condition[], strata: readonly Condition[] = []): Plans {
  return {
    plan: {
      rules: conditions.map((condition, index) => ({ who: `Rule "rule ${index}"`, condition })),
      strata: strata.map((condition, index) => ({ who: `Stratum "stratum ${index}"`, condition })),
      failClosed,
    },
    inContext: {
      given: { thresholds: [], expectedImpact: () => 1 },
      answers: [
        ...conditions.map((_, index) => evaluation(index)),
        evaluation(null, { kind: 'release-and-review', dueSeconds: 60 }),
      ],
      audits: [...strata.map((_, index) => ({ stratum: `stratum ${index}`, rate: 0.5 })), rest],
      inStrata: [],
      approvals: [],
    },
  };
}

function evaluate(plans: Plans): PolicyEvaluation {
  return evaluatePolicy(plans.plan, facts, plans.inContext);
}

test('the first rule whose condition holds fires', () => {
  assert.equal(evaluate(plan([no, yes, yes])).ruleIndex, 1);
  assert.equal(evaluate(plan([yes, no])).ruleIndex, 0);
});

test('rules after the one that fires are not asked', () => {
  assert.equal(evaluate(plan([yes, cannot])).ruleIndex, 0);
});

test('where no rule applies, otherwise does', () => {
  const { ruleIndex, ruleName, route } = evaluate(plan([no, no]));
  assert.equal(ruleIndex, null);
  assert.equal(ruleName, null);
  assert.equal(route.kind, 'release-and-review');
  assert.equal(evaluate(plan([])).route.kind, 'release-and-review');
});

test('a rule that cannot be evaluated holds the decision and is named', () => {
  const found = evaluate(plan([no, cannot, yes]));
  const failure = 'Rule "rule 1" could not be evaluated: metadata.amount is missing.';
  assert.deepEqual(found, {
    route: failClosed,
    ruleIndex: null,
    ruleName: null,
    reasons: [{ code: 'policy.cannot-evaluate', sentence: failure }],
    failure,
    audit: rest,
    standingApprovalId: null,
  });
});

test('a failure of any kind holds, not only an expected one', () => {
  const broken: Condition = () => {
    throw new RangeError('Maximum call stack size exceeded');
  };
  const found = evaluate(plan([broken]));
  assert.equal(found.route, failClosed);
  assert.match(found.failure ?? '', /Maximum call stack/);
});

test('a long message is cut, because it is stored with every such decision', () => {
  const wordy: Condition = () => {
    throw new CannotEvaluate('x'.repeat(5000));
  };
  assert.equal(evaluate(plan([wordy])).failure?.length, 300);
});

test('the first stratum that takes the decision gives the audit rate', () => {
  assert.deepEqual(evaluate(plan([yes], [no, yes, yes])).audit, {
    stratum: 'stratum 1',
    rate: 0.5,
  });
  assert.deepEqual(evaluate(plan([yes], [no, no])).audit, rest);
});

test('the stratum does not change the route, and the route not the stratum', () => {
  const found = evaluate(plan([no, yes], [yes]));
  assert.equal(found.ruleIndex, 1);
  assert.equal(found.audit.stratum, 'stratum 0');
  assert.equal(evaluate(plan([], [yes])).audit.stratum, 'stratum 0');
});

test('a stratum that cannot be evaluated holds too: its probability would be unknown', () => {
  const found = evaluate(plan([yes], [cannot]));
  assert.equal(found.route, failClosed);
  assert.equal(found.failure, 'Stratum "stratum 0" could not be evaluated: metadata.amount is missing.');
  assert.deepEqual(found.audit, rest);
});

test('an ordinary evaluation makes nothing new', () => {
  const ready = plan([no, yes]);
  assert.equal(evaluate(ready), evaluate(ready));
});

test('the plan of any conditions agrees with a search for the first that decides', () => {
  const kinds = { yes, no, cannot };
  const some = fc.array(fc.constantFrom('yes' as const, 'no' as const, 'cannot' as const), { maxLength: 8 });
  fc.assert(
    fc.property(some, some, (rules, strata) => {
      const found = evaluate(
        plan(
          rules.map((kind) => kinds[kind]),
          strata.map((kind) => kinds[kind]),
        ),
      );
      const rule = rules.findIndex((kind) => kind !== 'no');
      const stratum = strata.findIndex((kind) => kind !== 'no');
      const fails = rules[rule] === 'cannot' || strata[stratum] === 'cannot';
      assert.equal(found.failure !== null, fails);
      assert.equal(found.route === failClosed, fails);
      if (fails) return;
      assert.equal(found.ruleIndex, rule === -1 ? null : rule);
      assert.equal(found.audit.stratum, stratum === -1 ? 'rest' : `stratum ${stratum}`);
    }),
  );
});
