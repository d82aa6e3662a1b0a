import { describeRate } from '../describe-rate.ts';
import { describeSeconds } from '../describe-route.ts';
import type { PolicyDocument, Stratum } from '../document.ts';
import { diffList } from './diff-list.ts';
import { changed, type PolicyChange } from './policy-change.ts';

export function diffAudit(
  { audit: from }: PolicyDocument,
  { audit: to }: PolicyDocument,
): readonly PolicyChange[] {
  const changes: PolicyChange[] = [];
  if (from.rate !== to.rate)
    changes.push(changed('/audit/rate', `The audit rate went ${fromTo(from.rate, to.rate)}.`));
  if (from.dueSeconds !== to.dueSeconds)
    changes.push(
      changed('/audit/dueSeconds', `Audited decisions are now due within ${due(to)} (before: ${due(from)}).`),
    );
  // No floor and a floor of zero are the same.
  if ((from.floor ?? 0) !== (to.floor ?? 0))
    changes.push(
      changed('/audit/floor', `The least audit rate went ${fromTo(from.floor ?? 0, to.floor ?? 0)}.`),
    );
  return [...changes, ...diffStrata(from.strata ?? [], to.strata ?? [])];
}

function due({ dueSeconds }: PolicyDocument['audit']): string {
  return dueSeconds === undefined ? 'the usual time' : describeSeconds(dueSeconds);
}

function diffStrata(from: readonly Stratum[], to: readonly Stratum[]): readonly PolicyChange[] {
  return diffList<Stratum>({
    at: '/audit/strata',
    word: 'Stratum',
    from,
    to,
    describe: ({ when, rate }) => `when ${when}, audited at ${describeRate(rate)}`,
    compare: (before, after) => [
      ...(before.when === after.when ? [] : [`now applies when ${after.when} (before: ${before.when})`]),
      ...(before.rate === after.rate ? [] : [`went ${fromTo(before.rate, after.rate)}`]),
    ],
  });
}

function fromTo(before: number, after: number): string {
  return `from ${describeRate(before)} to ${describeRate(after)}`;
}
