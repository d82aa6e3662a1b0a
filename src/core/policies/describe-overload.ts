import type { OverloadStep } from './document.ts';

/**
 * Steps of an overload contract as one clause.
 *
 * @example describeOverloadSteps([{ action: 'hold-reviews' }]) // 'what would be reviewed later is held'
 */
export function describeOverloadSteps(steps: readonly OverloadStep[]): string {
  return steps.map(describeStep).join(', ');
}

function describeStep(step: OverloadStep): string {
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
