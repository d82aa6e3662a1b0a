import type { PolicySubject } from '../use-cases/use-case.ts';
import { CannotEvaluate } from './cannot-evaluate.ts';
import { celEnvironment } from './cel-environment.ts';
import { type Condition, compileCondition } from './compile-condition.ts';
import { type HoldRoute, type PolicyDocument, type Route, restStratum } from './document.ts';
import { type AuditRate, evaluatePolicy, type PolicyEvaluation, type PolicyPlan } from './evaluate-policy.ts';
import type { PolicyFacts } from './facts.ts';
import { reasonsFor } from './reasons-for.ts';

export type CompiledPolicy = {
  readonly document: PolicyDocument;
  readonly evaluate: (facts: PolicyFacts) => PolicyEvaluation;
};

/**
 * Makes a policy ready to route; done once when it is loaded, never per decision.
 *
 * It never fails: a condition that does not compile (a use case may have lost a field since the policy was published)
 * becomes one that cannot be evaluated, and its decisions are held. Whether a draft may be published, `checkPolicy` says.
 *
 * @example compilePolicy(document, subject).evaluate(facts).route.kind // 'hold'
 */
export function compilePolicy(document: PolicyDocument, subject: PolicySubject): CompiledPolicy {
  const environment = celEnvironment(subject);
  function ready(text: string): Condition {
    const compiled = compileCondition(text, { environment, subject });
    return compiled.ok ? compiled.condition : never(compiled.because);
  }
  const plan: PolicyPlan = {
    rules: document.rules.map((rule, index) => ({
      who: `Rule "${rule.name}"`,
      condition: ready(rule.when),
      evaluation: evaluation(document, rule.route, index),
    })),
    otherwise: evaluation(document, document.otherwise, null),
    strata: (document.audit.strata ?? []).map(({ name, when, rate }) => ({
      who: `Stratum "${name}"`,
      condition: ready(when),
      audit: { stratum: name, rate },
    })),
    rest: restOf(document),
    failClosed: failClosedRoute(document),
  };
  return { document, evaluate: (facts) => evaluatePolicy(plan, facts) };
}

// Throws at every decision that reaches the rule; those that an earlier rule takes are not touched by it.
function never(because: readonly string[]): Condition {
  const message = because.join(' ').replace(/\.$/, '');
  return () => {
    throw new CannotEvaluate(message);
  };
}

// All that the answer of a rule needs is known beforehand; per decision it is only handed out.
function evaluation(document: PolicyDocument, route: Route, ruleIndex: number | null): PolicyEvaluation {
  return {
    route,
    ruleIndex,
    ruleName: ruleIndex === null ? null : (document.rules[ruleIndex]?.name ?? null),
    reasons: reasonsFor(document, { ruleIndex, failure: null, routeKind: route.kind }),
    failure: null,
    audit: restOf(document),
  };
}

function restOf({ audit }: PolicyDocument): AuditRate {
  return { stratum: restStratum, rate: audit.rate };
}

/** Due within an hour where the policy holds nothing itself and so says nothing about it. */
const defaultDueSeconds = 3600;

/**
 * Held as urgently as the policy's most urgent hold, and never let go by a time-out: nobody has decided what a missed
 * deadline means for a decision that the policy did not foresee.
 *
 * @example failClosedRoute(document) // { kind: 'hold', dueSeconds: 900, timeout: { action: 'keep-holding' } }
 */
export function failClosedRoute({ rules, otherwise }: PolicyDocument): HoldRoute {
  const holds = [...rules.map((rule) => rule.route), otherwise].filter((route) => route.kind === 'hold');
  const dueSeconds = Math.min(...holds.map((route) => route.dueSeconds));
  return {
    kind: 'hold',
    dueSeconds: holds.length === 0 ? defaultDueSeconds : dueSeconds,
    timeout: { action: 'keep-holding' },
  };
}
