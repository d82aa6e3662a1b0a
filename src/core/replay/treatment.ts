import { failClosedRoute } from '../policies/compile-policy.ts';
import { vocabularyOf } from '../policies/conditions/cel-environment.ts';
import type { PolicyDocument, Route } from '../policies/document.ts';
import type { PolicyEvaluation } from '../policies/evaluate-policy.ts';
import type { RoutingContext } from '../policies/facts.ts';
import { isHeld } from '../policies/is-held.ts';
import { planContext } from '../policies/plan-context.ts';
import type { RecordedRouting } from '../segments/recorded-decision.ts';
import { liveRoutes } from './live-routes.ts';

/** What a route means for the caller and for people, as numbers that are added up. */
export type Treatment = {
  /** Place in `liveRoutes`. */
  readonly route: number;
  /** People decide first. */
  readonly held: boolean;
  /** The caller got the policy's safe output at once: neither held nor released. */
  readonly defaulted: boolean;
  /** The fewest judgements the route asks for; 0 where only the audit draw can ask for one. */
  readonly judgements: number;
  readonly dueMs: number;
};

/** The model's output may be used without anybody's judgement. */
export function isReleased({ held, defaulted }: Treatment): boolean {
  return !held && !defaulted;
}

/**
 * Treatments of a policy's answers. An answer's route is one object as long as the policy is compiled, so each is looked
 * at once and found again by identity.
 *
 * @example openTreatments()(policy.evaluate(facts)).held // true
 */
export function openTreatments(): (evaluation: PolicyEvaluation) => Treatment {
  const ordinary = new Map<Route, Treatment>();
  const safe = new Map<Route, Treatment>();
  return (evaluation) => {
    const defaulted = 'safeOutput' in evaluation;
    const known = defaulted ? safe : ordinary;
    let treatment = known.get(evaluation.route);
    if (treatment === undefined) {
      treatment = treatmentOf(evaluation.route, defaulted);
      known.set(evaluation.route, treatment);
    }
    return treatment;
  };
}

export function treatmentOf(route: Route, defaulted: boolean): Treatment {
  return {
    route: liveRoutes.indexOf(route.kind),
    held: isHeld(route) && !defaulted,
    defaulted,
    judgements: defaulted ? 0 : judgementsOf(route),
    dueMs: route.kind === 'release' ? 0 : route.dueSeconds * 1000,
  };
}

function judgementsOf(route: Route): number {
  if (route.kind === 'release') return 0;
  return route.kind === 'consensus' ? route.judgements.least : 1;
}

/**
 * The treatment of what was recorded, by the policy version that routed it and what it depended on beside; null for
 * decisions of shadow model versions. Nothing is evaluated: the recorded rule leads to its answer.
 *
 * @example recordedTreatment({ route: 'hold', ruleIndex: 0, … }, document, ordinaryContext).held // true
 */
export function recordedTreatment(
  { route, ruleIndex, failure, standingApprovalId }: RecordedRouting,
  document: PolicyDocument,
  { thresholds, overloadSteps }: RoutingContext,
): Treatment | null {
  if (route === 'shadow') return null;
  if (failure !== null) return treatmentOf(failClosedRoute(document), false);
  if (standingApprovalId !== null) return treatmentOf({ kind: 'release' }, false);
  // Neither a condition nor an approval is looked at, so the words of the use case are not needed.
  const context = { thresholds, overloadSteps, approvals: [] };
  const { answers } = planContext(document, { vocabulary: noWords, context, expectedImpact: () => 0 });
  const answer = answers[ruleIndex ?? answers.length - 1];
  if (!answer) throw new RangeError(`the policy has no rule ${ruleIndex}`);
  return treatmentOf(answer.route, 'safeOutput' in answer);
}

const noWords = vocabularyOf({ outputKind: 'text', classes: [], metadataFields: [] });
