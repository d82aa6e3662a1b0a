import type { Condition } from './conditions/compile-condition.ts';
import type { Given } from './conditions/given.ts';
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
  /** The standing approval that released what would have been held; `route` is release then. */
  readonly standingApprovalId: string | null;
  /**
   * Under overload: given to the caller at once in place of the model's output. Nobody is asked then, although `route`
   * still says how the decision would have been held. Absent in every other case, so that null can be an output.
   */
  readonly safeOutput?: unknown;
};

/** A rule or stratum made ready; `who` names it in a failure. */
type Part = { readonly who: string; readonly condition: Condition };

/** A policy made ready. */
export type PolicyPlan = {
  readonly rules: readonly Part[];
  readonly strata: readonly Part[];
  /** Where a decision goes that the policy cannot be evaluated for. */
  readonly failClosed: HoldRoute;
};

/** What a policy answers in one routing context, known before any decision arrives. */
export type ContextPlan = {
  readonly given: Given;
  /** By rule; the last one is what happens otherwise. They carry the general audit rate. */
  readonly answers: readonly PolicyEvaluation[];
  /** By stratum; the last one is the rest's. */
  readonly audits: readonly AuditRate[];
  /** Answers with the rate of a named stratum, by place of both; filled as they come up. */
  readonly inStrata: (PolicyEvaluation | undefined)[];
  readonly approvals: readonly ReadyApproval[];
};

export type ReadyApproval = {
  readonly expiresAtMs: number;
  readonly covers: Condition;
  /** By rule, like the answers: what it makes of one that holds. Null where the answer holds nothing. */
  readonly answers: readonly (PolicyEvaluation | null)[];
};

/** A failure is stored with the decision; a message of the interpreter must not grow without bound. */
const longestFailure = 300;

/**
 * The first rule whose condition holds gives the route; the first stratum whose condition holds gives the audit rate.
 *
 * Whatever goes wrong, a missing field or an overflow, the decision is held and says which rule could not be evaluated:
 * a rule that cannot speak might have been the one to stop it. Nothing is thrown. Linear in the rules.
 *
 * @example evaluatePolicy(plan, facts, inContext).route // { kind: 'release' }
 */
export function evaluatePolicy(
  plan: PolicyPlan,
  facts: PolicyFacts,
  inContext: ContextPlan,
): PolicyEvaluation {
  const { answers, audits, approvals, given } = inContext;
  let who = '';
  let rule = 0;
  let stratum = 0;
  try {
    for (; rule < plan.rules.length; rule += 1) {
      const part = plan.rules[rule]!; // within its length
      who = part.who;
      if (part.condition(facts, given)) break;
    }
    for (; stratum < plan.strata.length; stratum += 1) {
      const part = plan.strata[stratum]!; // within its length
      who = part.who;
      if (part.condition(facts, given)) break;
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return failed(plan, inContext, `${who} could not be evaluated: ${message}.`);
  }
  const audit = audits[stratum]!; // there is one rate more than strata
  const release = approvals.length === 0 ? null : approved(rule, facts, inContext);
  if (release !== null) return { ...release, audit };
  const answer = answers[rule]!; // there is one answer more than rules
  if (stratum === plan.strata.length) return answer;
  const place = rule * plan.strata.length + stratum;
  const known = inContext.inStrata[place];
  if (known !== undefined) return known;
  const made = { ...answer, audit };
  inContext.inStrata[place] = made;
  return made;
}

/** A scope that cannot be evaluated covers nothing: an approval never lets through what it cannot see. */
function approved(
  rule: number,
  facts: PolicyFacts,
  { approvals, given }: ContextPlan,
): PolicyEvaluation | null {
  for (const approval of approvals) {
    const answer = approval.answers[rule] ?? null;
    if (answer === null || facts.nowMs >= approval.expiresAtMs) continue;
    try {
      if (approval.covers(facts, given)) return answer;
    } catch {
      // Not covered; the next one may be.
    }
  }
  return null;
}

/** The draw is made all the same, at the policy's general rate, so that no decision is without a known probability. */
function failed({ failClosed }: PolicyPlan, { audits }: ContextPlan, sentence: string): PolicyEvaluation {
  const failure = sentence.slice(0, longestFailure);
  return {
    route: failClosed,
    ruleIndex: null,
    ruleName: null,
    reasons: [{ code: 'policy.cannot-evaluate', sentence: failure }],
    failure,
    audit: audits.at(-1)!, // the rest's is always there
    standingApprovalId: null,
  };
}
