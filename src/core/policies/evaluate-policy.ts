import type { Condition } from './compile-condition.ts';
import type { HoldRoute, Route } from './document.ts';
import type { PolicyFacts } from './facts.ts';
import type { Reason } from './reasons-for.ts';

/** The stratum a decision falls into and the rate of its audit draw. */
export type AuditRate = { readonly stratum: string; readonly rate: number };

export type PolicyEvaluation = {
  readonly route: Route;
  /** The rule that fired; null when none did, or when the policy could not be evaluated. */
  readonly ruleIndex: number | null;
  readonly ruleName: string | null;
  readonly reasons: readonly Reason[];
  /** Why the policy could not be evaluated, naming the rule; null in every ordinary case. */
  readonly failure: string | null;
  readonly audit: AuditRate;
};

/** A rule or stratum made ready; `who` names it in a failure. */
type Part<K extends string, T> = { readonly who: string; readonly condition: Condition } & {
  readonly [key in K]: T;
};

/** A policy made ready. The evaluations carry the general audit rate; an ordinary decision makes nothing anew. */
export type PolicyPlan = {
  readonly rules: readonly Part<'evaluation', PolicyEvaluation>[];
  readonly otherwise: PolicyEvaluation;
  readonly strata: readonly Part<'audit', AuditRate>[];
  readonly rest: AuditRate;
  /** Where a decision goes that the policy cannot be evaluated for. */
  readonly failClosed: HoldRoute;
};

/** A failure is stored with the decision; a message of the interpreter must not grow without bound. */
const longestFailure = 300;

/**
 * The first rule whose condition holds gives the route; the first stratum whose condition holds gives the audit rate.
 *
 * Whatever goes wrong, a missing field or an overflow, the decision is held and says which rule could not be evaluated:
 * a rule that cannot speak might have been the one to stop it. Nothing is thrown. Linear in the rules; about 20 ns for
 * a compiled one, a microsecond for one that is interpreted.
 *
 * @example evaluatePolicy(plan, facts).route // { kind: 'release' }
 */
export function evaluatePolicy(plan: PolicyPlan, facts: PolicyFacts): PolicyEvaluation {
  let who = '';
  try {
    let evaluation = plan.otherwise;
    for (const rule of plan.rules) {
      who = rule.who;
      if (rule.condition(facts)) {
        evaluation = rule.evaluation;
        break;
      }
    }
    for (const stratum of plan.strata) {
      who = stratum.who;
      if (stratum.condition(facts)) return { ...evaluation, audit: stratum.audit };
    }
    return evaluation;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return failed(plan, `${who} could not be evaluated: ${message}.`);
  }
}

/** The draw is made all the same, at the policy's general rate, so that no decision is without a known probability. */
function failed({ failClosed, rest }: PolicyPlan, sentence: string): PolicyEvaluation {
  const failure = sentence.slice(0, longestFailure);
  return {
    route: failClosed,
    ruleIndex: null,
    ruleName: null,
    reasons: [{ code: 'policy.cannot-evaluate', sentence: failure }],
    failure,
    audit: rest,
  };
}
