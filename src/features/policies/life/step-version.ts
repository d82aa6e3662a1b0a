import {
  type ApprovalRule,
  type PolicyEvent,
  type PolicyRefusal,
  type PolicyState,
  stepVersion,
} from '../../../core/policies/version-life.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { PolicyVersionAnswer } from '../queries.ts';

/** The state an event leads to; refuses what the life of a version does not allow. */
export function stepOrRefuse(
  version: Pick<PolicyVersionAnswer, 'state' | 'version'>,
  event: PolicyEvent,
  approval: ApprovalRule = 'not-needed',
): PolicyState {
  const step = stepVersion(version.state, event, approval);
  if (step.ok) return step.state;
  throw refusals[step.because](version);
}

export function refuseChangedMeanwhile(
  version: Pick<PolicyVersionAnswer, 'revision'>,
  revision: number,
): void {
  if (version.revision === revision) return;
  throw new Refusal('conflict', 'policy.changed-meanwhile', 'Somebody changed this version meanwhile.', {
    todo: 'Load it again and repeat your change.',
  });
}

type Told = Pick<PolicyVersionAnswer, 'state' | 'version'>;

const refusals: Readonly<Record<PolicyRefusal, (version: Told) => Refusal>> = {
  final: ({ state, version }) =>
    new Refusal('conflict', 'policy.not-a-draft', `Version ${version} is ${state} and never changes.`, {
      todo: 'Start a new draft from it.',
    }),
  'not-submitted': ({ version }) =>
    new Refusal('conflict', 'policy.not-submitted', `Version ${version} is a draft that nobody submitted.`, {
      todo: 'Submit it first.',
    }),
  'submitted-already': ({ state, version }) =>
    new Refusal('conflict', 'policy.submitted-already', `Version ${version} is ${state} already.`),
  'approved-already': ({ version }) =>
    new Refusal('conflict', 'policy.approved-already', `Version ${version} is approved already.`),
  'needs-approval': ({ version }) =>
    new Refusal(
      'conflict',
      'policy.needs-approval',
      `The risk of this use case is high, so version ${version} needs the approval of another person first.`,
      { todo: 'Submit it, and have somebody approve it who did not work on it.' },
    ),
  'not-in-force': ({ version }) =>
    new Refusal('conflict', 'policy.never-in-force', `Version ${version} is not in force.`),
};
