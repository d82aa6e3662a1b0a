import type { PolicyDocument } from '../policies/document.ts';

/**
 * The least rate above 0 at which a policy's draw can hit a decision, with every step of its overload contract taken. It bounds
 * the bets of tests that weigh labels by their probability.
 *
 * @example leastDrawRate({ …, audit: { rate: 0.05, strata: [{ name: 'vip', when: '…', rate: 0.01 }] } }) // 0.01
 */
export function leastDrawRate({ audit, overload }: Pick<PolicyDocument, 'audit' | 'overload'>): number {
  const factor = (overload?.steps ?? []).reduce((product, step) => {
    return step.action === 'sample-less' ? product * step.factor : product;
  }, 1);
  const rates = [audit.rate, ...(audit.strata ?? []).map(({ rate }) => rate)];
  const reduced = rates.flatMap((rate) => [rate, Math.max(audit.floor ?? 0, rate * factor)]);
  const least = Math.min(...reduced.filter((rate) => rate > 0));
  return Number.isFinite(least) ? least : 1;
}
