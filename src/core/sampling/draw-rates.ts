import { auditRates } from '../policies/audit-rates.ts';
import type { PolicyDocument } from '../policies/document.ts';

type Drawing = Pick<PolicyDocument, 'audit' | 'overload'>;

/**
 * How likely the draw is to hit a decision, by stratum, whatever its route: those of the policy, and those that its overload
 * contract makes of them.
 *
 * @example drawRates({ audit: { rate: 0.05 } }) // Map { 'rest' => 0.05 }
 */
export function drawRates({ audit, overload }: Drawing): ReadonlyMap<string, number> {
  const steps = overload?.steps ?? [];
  // From no step taken to all of them; steps that leave the rates alone give the same strata again.
  const all = [0, ...steps.map((_, taken) => taken + 1)].flatMap((taken) =>
    auditRates(audit, steps.slice(0, taken)),
  );
  return new Map(all.map(({ stratum, rate }) => [stratum, rate]));
}

/**
 * The least rate above 0 at which a policy's draw can hit a decision, with every step of its overload contract taken. It bounds
 * the bets of tests that weigh labels by their probability.
 *
 * @example leastDrawRate({ …, audit: { rate: 0.05, strata: [{ name: 'vip', when: '…', rate: 0.01 }] } }) // 0.01
 */
export function leastDrawRate(policy: Drawing): number {
  const least = Math.min(...[...drawRates(policy).values()].filter((rate) => rate > 0));
  return Number.isFinite(least) ? least : 1;
}

/**
 * What one drawn decision weighs among those that a policy draws: the least rate over its own, at most 1. What a rule sends to
 * people is judged for certain, but drawn no more often than the rest of its stratum.
 *
 * @example drawWeight({ audit: { rate: 0.1, strata: [{ …, name: 'vip', rate: 0.2 }] } },
 *   { stratum: 'vip', routed: true, probability: 1 }) // 0.5
 */
export function drawWeight(
  policy: Drawing,
  drawn: { readonly stratum: string; readonly routed: boolean; readonly probability: number },
): number {
  const least = leastDrawRate(policy);
  const rate = drawn.routed ? (drawRates(policy).get(drawn.stratum) ?? least) : drawn.probability;
  return Math.min(1, least / rate);
}
