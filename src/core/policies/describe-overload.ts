import { describeRate } from './describe-rate.ts';
import { describeSeconds } from './describe-route.ts';
import type { Overload, OverloadLimit, OverloadStep } from './document.ts';

/** The overload contract in words, a step a line. */
export function describeOverload({ limits, steps, everySeconds }: Overload): readonly string[] {
  return [
    ...limits.map((limit) => `${describePeople(limit)}: ${describeLimit(limit)}`),
    ...steps.map((step, index) => `${index + 1}. ${describeOverloadStep(step)}`),
    `a step every ${describeSeconds(everySeconds)}`,
  ];
}

export function describePeople({ tier }: Pick<OverloadLimit, 'tier'>): string {
  return tier === 1 ? 'reviewers' : 'experts';
}

/** @example describeLimit({ tier: 1, backlog: 200 }) // 'more than 200 open tasks' */
export function describeLimit({ backlog, overdueSeconds }: OverloadLimit): string {
  const words = [
    ...(backlog === undefined ? [] : [`more than ${backlog} open tasks`]),
    ...(overdueSeconds === undefined ? [] : [`one overdue by more than ${describeSeconds(overdueSeconds)}`]),
  ];
  return words.join(', or ');
}

/** What a step does, as an instruction. */
export function describeOverloadStep(step: OverloadStep): string {
  switch (step.action) {
    case 'set-threshold':
      return `set ${step.threshold} to ${step.value}`;
    case 'sample-less':
      return `draw ${describeRate(step.factor)} of the usual audit rates`;
    case 'hold-reviews':
      return 'hold what would be released and reviewed later';
    case 'safe-output':
      return `give the safe output ${JSON.stringify(step.output)} instead of holding`;
    default:
      return step satisfies never;
  }
}

/**
 * Steps that are taken, as one clause.
 *
 * @example describeOverloadSteps([{ action: 'hold-reviews' }]) // 'what would be reviewed later is held'
 */
export function describeOverloadSteps(steps: readonly OverloadStep[]): string {
  return steps.map(describeTaken).join(', ');
}

function describeTaken(step: OverloadStep): string {
  switch (step.action) {
    case 'set-threshold':
      return `threshold ${step.threshold} is ${step.value}`;
    case 'sample-less':
      return `audit rates are multiplied by ${step.factor}`;
    case 'hold-reviews':
      return 'what would be reviewed later is held';
    case 'safe-output':
      return 'what would be held gets the safe output';
    default:
      return step satisfies never;
  }
}
