import type { RouteKind } from '../policies/document.ts';
import type { PolicyEvaluation } from '../policies/evaluate-policy.ts';
import type { ModelState } from '../policies/facts.ts';
import { goesToPeople, isHeld } from '../policies/is-held.ts';
import type { TaskPurpose } from '../reviews/task-life.ts';
import { type AuditDraw, drawAudit } from '../sampling/audit-draw.ts';

// What a routing makes of a decision at once: its first state, the audit draw and the task it opens. Live traffic is
// recorded by this, and what was recorded is read back by it.

/** The states a decision can begin in; the others are made by people and time-outs. */
export const firstStates = ['released', 'held', 'defaulted', 'shadowed'] as const;
export type FirstState = (typeof firstStates)[number];

/**
 * The state a decision begins in. A model version in shadow is recorded and nothing else is done; where the overload
 * contract gives the safe output, nobody is asked.
 *
 * @example firstStateOf({ route: { kind: 'release' } }, 'active') // 'released'
 */
export function firstStateOf(
  evaluation: Pick<PolicyEvaluation, 'route' | 'safeOutput'>,
  modelState: ModelState,
): FirstState {
  if (modelState === 'shadow') return 'shadowed';
  if (Object.hasOwn(evaluation, 'safeOutput')) return 'defaulted';
  return isHeld(evaluation.route) ? 'held' : 'released';
}

/**
 * The audit draw of a decision and how likely a person is to judge it: never, where the caller gets a safe output or
 * none at all. The draw itself is made for everything, so that it can be repeated.
 */
export function drawFor(
  place: number,
  evaluation: Pick<PolicyEvaluation, 'route' | 'safeOutput' | 'audit'>,
  state: FirstState,
): AuditDraw {
  const draw = drawAudit({ place, ...evaluation.audit, routed: goesToPeople(evaluation) });
  return state === 'held' || state === 'released' ? draw : { ...draw, inclusionProbability: 0 };
}

/** What people are asked, or null where nobody is: approve before release, review after it, or judge a random sample. */
export function purposeFor(
  state: FirstState,
  routeKind: Exclude<RouteKind, 'shadow'>,
  audited: boolean,
): TaskPurpose | null {
  if (state === 'held') return 'approval';
  if (state !== 'released') return null;
  if (routeKind === 'release') return audited ? 'audit' : null;
  return 'review';
}

/**
 * The first state of a recorded decision, which its row does not keep once people have spoken: from its route, and what
 * its task was opened for.
 *
 * @example recordedFirstState('consensus', 'approval') // 'held'
 */
export function recordedFirstState(route: RouteKind, purpose: TaskPurpose | null): FirstState {
  if (route === 'shadow') return 'shadowed';
  if (purpose === 'approval') return 'held';
  return route === 'release' || purpose !== null ? 'released' : 'defaulted';
}
