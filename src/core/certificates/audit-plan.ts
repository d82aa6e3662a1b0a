import type { Traffic } from './question.ts';

export type AuditPlan = {
  /** Days until the labels are there at the audit rate of today; null when they never will be. */
  readonly daysAtThisRate: number | null;
  /** The audit rate that has them within so many days; null when judging everything would not do. */
  readonly rates: readonly { readonly days: number; readonly auditRate: number | null }[];
};

/** A week, two, a month, a quarter. */
const usualDays = [7, 14, 30, 90] as const;

/**
 * When the labels that are missing will be there, and what audit rate gets them by when. Only draws that score above the
 * threshold count, a share of `coverage` of the traffic.
 *
 * @example
 * planAudit({ labels: 700, coverage: 0.5, traffic: { decisionsPerDay: 2000, auditRate: 0.05 } })
 * // daysAtThisRate 14, rates [{ days: 7, auditRate: 0.1 }, { days: 14, auditRate: 0.05 }, …]
 */
export function planAudit(missing: {
  readonly labels: number;
  readonly coverage: number;
  readonly traffic: Traffic;
}): AuditPlan {
  const { labels, coverage, traffic } = missing;
  const releasable = traffic.decisionsPerDay * coverage;
  const perDay = releasable * traffic.auditRate;
  return {
    daysAtThisRate: labels === 0 ? 0 : perDay > 0 ? Math.ceil(labels / perDay) : null,
    rates: usualDays.map((days) => {
      const rate = labels === 0 ? 0 : labels / (releasable * days);
      return { days, auditRate: rate <= 1 ? rate : null };
    }),
  };
}
