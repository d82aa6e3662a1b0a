import { describeOverloadSteps } from './describe-overload.ts';
import type { PolicyDocument, Route, RouteKind } from './document.ts';

export type ReasonCode =
  | 'policy.rule'
  | 'policy.otherwise'
  | 'policy.cannot-evaluate'
  | 'standing-approval'
  | 'overload'
  | 'shadow';

/** Why a decision got its route: a stable code and a sentence. */
export type Reason = { readonly code: ReasonCode; readonly sentence: string };

/** What is recorded of a routing; `failure` is the sentence of a policy that could not be evaluated. */
export type RecordedRouting = {
  readonly ruleIndex: number | null;
  readonly failure: string | null;
  readonly routeKind: RouteKind;
  readonly standingApprovalId: string | null;
  /** Of the routing context; none in ordinary times. */
  readonly overloadSteps: number;
};

const doing: Readonly<Record<Route['kind'], string>> = {
  release: 'releases it',
  hold: 'holds it for people',
  'release-and-review': 'releases it for review',
  consensus: 'asks several people to agree on it',
};

/**
 * The reasons of a routing, made of its record and the policy's document alone: first what the policy says of it, then
 * what came on top: overload, a standing approval, a model version that only runs beside.
 *
 * The answer to the caller and a page opened months later are made by this one function, so they say the same.
 *
 * @example reasonsFor(document, { ruleIndex: 1, failure: null, routeKind: 'release' })
 * // [{ code: 'policy.rule', sentence: 'Rule 2 "Confident enough" releases it.' }]
 */
export function reasonsFor(
  document: PolicyDocument,
  { ruleIndex, failure, routeKind, standingApprovalId, overloadSteps }: RecordedRouting,
): readonly Reason[] {
  const reasons: Reason[] = [ruleReason(document, ruleIndex, failure)];
  const steps = document.overload?.steps.slice(0, overloadSteps) ?? [];
  if (steps.length > 0 && failure === null)
    reasons.push({ code: 'overload', sentence: `People are saturated: ${describeOverloadSteps(steps)}.` });
  if (standingApprovalId !== null)
    reasons.push({
      code: 'standing-approval',
      sentence: 'A standing approval covers it, so it is released.',
    });
  if (routeKind === 'shadow')
    reasons.push({
      code: 'shadow',
      sentence: 'Its model version only runs beside, so nothing else is done.',
    });
  return reasons;
}

function ruleReason(
  { rules, otherwise }: PolicyDocument,
  ruleIndex: number | null,
  failure: string | null,
): Reason {
  if (failure !== null) return { code: 'policy.cannot-evaluate', sentence: failure };
  const rule = ruleIndex === null ? undefined : rules[ruleIndex];
  if (ruleIndex === null || rule === undefined)
    return {
      code: 'policy.otherwise',
      sentence: `No rule applies; otherwise the policy ${doing[otherwise.kind]}.`,
    };
  return { code: 'policy.rule', sentence: `Rule ${ruleIndex + 1} "${rule.name}" ${doing[rule.route.kind]}.` };
}
