import { nothingPasses } from '../../../core/certificates/fallback-value.ts';
import { describeSeconds } from '../../../core/policies/describe-route.ts';
import { plural } from '../../ui/words.ts';
import type { Detail } from './decision-detail.ts';

/**
 * What routing depended on beside the policy and the decision itself, in sentences; nothing in ordinary times.
 *
 * @example contextLines({ context: { overloadSteps: 2, … }, … }) // ['People could not keep up: 2 steps of the overload contract were taken.']
 */
export function contextLines({
  context,
  standingApproval,
}: Pick<Detail, 'context' | 'standingApproval'>): string[] {
  if (context === null) return [];
  const { overloadSteps, thresholds, modelStates, backlog, approvals } = context;
  return [
    ...(overloadSteps > 0
      ? [
          `People could not keep up: ${plural(overloadSteps, 'step')} of the overload contract ${overloadSteps === 1 ? 'was' : 'were'} taken.`,
        ]
      : []),
    ...Object.entries(thresholds).map(([name, value]) =>
      value >= nothingPasses
        ? `Nothing passed the threshold ${name}: its certificate had ended, and no stricter one stood.`
        : `The threshold ${name} had fallen back to ${value}, because its certificate had ended.`,
    ),
    ...Object.entries(modelStates)
      .filter(([, state]) => state === 'probation')
      .map(([model]) => `${model} was on probation.`),
    ...(backlog
      ? [
          `The rules saw ${plural(backlog.tier1, 'open task')} of reviewers and ${backlog.tier2} of experts, ${
            backlog.overdueSeconds > 0
              ? `the first of them overdue by ${describeSeconds(backlog.overdueSeconds)}`
              : 'none of them overdue'
          }.`,
        ]
      : []),
    ...(approvals > 0 && standingApproval === null
      ? [
          `${plural(approvals, 'standing approval')} ${approvals === 1 ? 'was' : 'were'} in force; none released it.`,
        ]
      : []),
  ];
}
