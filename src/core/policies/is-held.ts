import type { ConsensusRoute, HoldRoute, Route } from './document.ts';
import type { PolicyEvaluation } from './evaluate-policy.ts';

/** Whether nobody may use the output before people have judged it. */
export function isHeld(route: Route): route is HoldRoute | ConsensusRoute {
  return route.kind === 'hold' || (route.kind === 'consensus' && route.meanwhile === 'hold');
}

/**
 * Whether the policy itself sends the decision to people, before any audit draw: their inclusion probability is 1.
 *
 * @example drawAudit({ place, ...evaluation.audit, routed: goesToPeople(evaluation) })
 */
export function goesToPeople(evaluation: Pick<PolicyEvaluation, 'route' | 'safeOutput'>): boolean {
  return evaluation.route.kind !== 'release' && !Object.hasOwn(evaluation, 'safeOutput');
}
