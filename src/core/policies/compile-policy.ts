import type { PolicySubject } from '../use-cases/use-case.ts';
import { CannotEvaluate } from './conditions/cannot-evaluate.ts';
import { vocabularyOf } from './conditions/cel-environment.ts';
import { type CompiledCondition, type Condition, compileCondition } from './conditions/compile-condition.ts';
import { expectedImpactOf, onceADecision } from './conditions/expected-impact.ts';
import type { HoldRoute, PolicyDocument } from './document.ts';
import {
  type ContextPlan,
  evaluatePolicy,
  type PolicyEvaluation,
  type PolicyPlan,
} from './evaluate-policy.ts';
import { ordinaryContext, type PolicyFacts, type RoutingContext } from './facts.ts';
import { isHeld } from './is-held.ts';
import { partedBy } from './map-choice.ts';
import { planContext } from './plan-context.ts';

export type CompiledPolicy = {
  readonly document: PolicyDocument;
  /** Never throws. A context is made ready at its first decision and kept as long as the object lives. */
  readonly evaluate: (facts: PolicyFacts, context?: RoutingContext) => PolicyEvaluation;
  /**
   * What its conditions read: `confidence`, `calibrated`, `expectedImpact`, `label`, `model`, `modelState`,
   * `probabilities`, `now`, `backlog`, `metadata.<field>`, `thresholds.<name>`. Where something is read by way of
   * something else (impact by way of probabilities), both are named; what is not named may be left out of the facts.
   */
  readonly reads: ReadonlySet<string>;
  /** The same with the scopes of the context's standing approvals. */
  readonly readsIn: (context: RoutingContext) => ReadonlySet<string>;
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
  const { rules, thresholds = [], audit } = document;
  const vocabulary = vocabularyOf(
    subject,
    thresholds.map(({ name }) => name),
  );
  const scopes = vocabularyOf(subject);
  const reads = new Set<string>();
  function ready(kind: 'Rule' | 'Stratum', part: { readonly name: string; readonly when: string }) {
    const compiled = compileCondition(part.when, vocabulary);
    for (const name of readsOf(compiled, document)) reads.add(name);
    return {
      who: `${kind} "${part.name}"`,
      condition: compiled.ok ? compiled.condition : never(compiled.because),
    };
  }
  const plan: PolicyPlan = {
    rules: rules.map((rule) => ready('Rule', rule)),
    strata: (audit.strata ?? []).map((stratum) => ready('Stratum', stratum)),
    failClosed: failClosedRoute(document),
  };
  const impact = onceADecision(expectedImpactOf(subject, document));
  const planFor = byContext((context) =>
    planContext(document, { vocabulary: scopes, context, expectedImpact: impact.read }),
  );
  return {
    document,
    evaluate: (facts, context = ordinaryContext) => {
      impact.forget();
      return evaluatePolicy(plan, facts, planFor(context));
    },
    reads,
    readsIn: ({ approvals }) => {
      const scope = approvals.flatMap((one) => [...readsOf(compileCondition(one.scope, scopes), document)]);
      // An approval ends at a time.
      return new Set([...reads, ...scope, ...(approvals.length > 0 ? ['now'] : [])]);
    },
  };
}

/** The last one is looked at first: live traffic has one context for minutes, a replay changes it now and then. */
function byContext(make: (context: RoutingContext) => ContextPlan): (context: RoutingContext) => ContextPlan {
  const plans = new WeakMap<RoutingContext, ContextPlan>();
  let last = ordinaryContext;
  let plan = make(last);
  return (context) => {
    if (context === last) return plan;
    plan = plans.get(context) ?? make(context);
    plans.set(context, plan);
    last = context;
    return plan;
  };
}

const byWayOf: Readonly<Record<string, readonly string[]>> = {
  expectedImpact: ['confidence', 'calibrated', 'label', 'model', 'probabilities'],
};

function readsOf(
  compiled: CompiledCondition,
  { thresholds = [], calibration = {} }: PolicyDocument,
): ReadonlySet<string> {
  if (!compiled.ok) return new Set();
  const names = new Set([...compiled.reads].flatMap((name) => [name, ...(byWayOf[name] ?? [])]));
  for (const { name, bySlice } of thresholds)
    if (bySlice !== undefined && names.has(`thresholds.${name}`)) names.add(bySlice.by);
  if (names.has('calibrated'))
    for (const choice of Object.values(calibration)) {
      const by = partedBy(choice);
      if (by !== null) names.add(by);
    }
  return names;
}

// Throws at every decision that reaches the rule; those that an earlier rule takes are not touched by it.
function never(because: readonly string[]): Condition {
  const message = because.join(' ').replace(/\.$/, '');
  return () => {
    throw new CannotEvaluate(message);
  };
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
  const holds = [...rules.map((rule) => rule.route), otherwise].filter(isHeld);
  const dueSeconds = Math.min(...holds.map((route) => route.dueSeconds));
  return {
    kind: 'hold',
    dueSeconds: holds.length === 0 ? defaultDueSeconds : dueSeconds,
    timeout: { action: 'keep-holding' },
  };
}
