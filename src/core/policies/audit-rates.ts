import { type OverloadStep, type PolicyDocument, restStratum } from './document.ts';
import type { AuditRate } from './evaluate-policy.ts';

/**
 * A stratum has one rate per policy version, so that its decisions can be counted together: while sampling is reduced,
 * its decisions are in strata of their own, `rest~1` after the first step that reduces it. That of the rest comes last.
 *
 * @example auditRates({ rate: 0.1 }, [{ action: 'sample-less', factor: 0.5 }]) // [{ stratum: 'rest~1', rate: 0.05 }]
 */
export function auditRates(
  audit: PolicyDocument['audit'],
  steps: readonly OverloadStep[],
): readonly AuditRate[] {
  const less = steps.filter((step) => step.action === 'sample-less');
  const factor = less.reduce((product, step) => product * step.factor, 1);
  const suffix = less.length === 0 ? '' : `~${less.length}`;
  return [...(audit.strata ?? []), { name: restStratum, rate: audit.rate }].map(({ name, rate }) => ({
    stratum: `${name}${suffix}`,
    rate: Math.max(audit.floor ?? 0, rate * factor),
  }));
}
