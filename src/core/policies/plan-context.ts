import { auditRates } from './audit-rates.ts';
import type { Vocabulary } from './conditions/cel-environment.ts';
import { type Condition, compileCondition } from './conditions/compile-condition.ts';
import type { Given } from './conditions/given.ts';
import { thresholdsInForce } from './conditions/thresholds-in-force.ts';
import type { OverloadStep, PolicyDocument, Route } from './document.ts';
import type { AuditRate, ContextPlan, PolicyEvaluation, ReadyApproval } from './evaluate-policy.ts';
import type { RoutingContext, StandingApproval } from './facts.ts';
import { isHeld } from './is-held.ts';
import { reasonsFor } from './reasons-for.ts';

/**
 * What a policy answers under a routing context: routes after the overload steps taken, audit rates, and what standing
 * approvals make of them. Made once per context; per decision it is only handed out.
 *
 * @example planContext(document, { vocabulary, context: ordinaryContext, expectedImpact }).audits // [{ stratum: 'rest', rate: 0.05 }]
 */
export function planContext(
  document: PolicyDocument,
  parts: {
    readonly vocabulary: Vocabulary;
    readonly context: RoutingContext;
    readonly expectedImpact: Given['expectedImpact'];
  },
): ContextPlan {
  const { context, expectedImpact } = parts;
  const steps = stepsTaken(document, context);
  const audits = auditRates(document.audit, steps);
  const audit = audits.at(-1)!; // the rest's is always there
  const places = [...document.rules.keys(), null];
  const answers = places.map((ruleIndex) => answer(document, { ruleIndex, steps, audit }));
  return {
    given: { thresholds: thresholdsInForce(document, context), expectedImpact },
    answers,
    audits,
    inStrata: new Array(answers.length * (audits.length - 1)),
    approvals: context.approvals.map((approval) => ready(approval, { document, answers, ...parts })),
  };
}

/** More steps than the document has are all of it: the number may be from a policy version before. */
function stepsTaken(
  { overload }: PolicyDocument,
  { overloadSteps }: RoutingContext,
): readonly OverloadStep[] {
  return overload?.steps.slice(0, overloadSteps) ?? [];
}

function answer(
  document: PolicyDocument,
  parts: {
    readonly ruleIndex: number | null;
    readonly steps: readonly OverloadStep[];
    readonly audit: AuditRate;
  },
): PolicyEvaluation {
  const { ruleIndex, steps, audit } = parts;
  const rule = ruleIndex === null ? undefined : document.rules[ruleIndex];
  const route = routeUnder(rule?.route ?? document.otherwise, steps);
  const safe = isHeld(route) ? steps.find((step) => step.action === 'safe-output') : undefined;
  return {
    route,
    ruleIndex,
    ruleName: rule?.name ?? null,
    reasons: reasonsFor(document, {
      ruleIndex,
      failure: null,
      routeKind: route.kind,
      standingApprovalId: null,
      overloadSteps: steps.length,
    }),
    failure: null,
    audit,
    standingApprovalId: null,
    ...(safe === undefined ? {} : { safeOutput: safe.output }),
  };
}

/** Nobody has said what a missed deadline means for what is ordinarily released, so it is kept. */
function routeUnder(route: Route, steps: readonly OverloadStep[]): Route {
  if (!steps.some((step) => step.action === 'hold-reviews')) return route;
  if (route.kind === 'release-and-review')
    return { ...route, kind: 'hold', timeout: { action: 'keep-holding' } };
  return route.kind === 'consensus' ? { ...route, meanwhile: 'hold' } : route;
}

function ready(
  { standingApprovalId, scope, expiresAtMs }: StandingApproval,
  parts: {
    readonly document: PolicyDocument;
    readonly answers: readonly PolicyEvaluation[];
    readonly vocabulary: Vocabulary;
    readonly context: RoutingContext;
  },
): ReadyApproval {
  const compiled = compileCondition(scope, parts.vocabulary);
  const covers: Condition = compiled.ok ? compiled.condition : () => false;
  const overloadSteps = stepsTaken(parts.document, parts.context).length;
  const answers = parts.answers.map((held): PolicyEvaluation | null => {
    if (!isHeld(held.route)) return null;
    const { safeOutput, ...rest } = held;
    const { ruleIndex } = held;
    const record = {
      ruleIndex,
      failure: null,
      routeKind: 'release',
      standingApprovalId,
      overloadSteps,
    } as const;
    return {
      ...rest,
      route: { kind: 'release' },
      standingApprovalId,
      reasons: reasonsFor(parts.document, record),
    };
  });
  return { expiresAtMs, covers, answers };
}
