import type { RiskClass } from '../../../core/use-cases/use-case.ts';
import type { PolicyVersion } from './policy-version.ts';

export type LifeStep = {
  name: string;
  state: 'done' | 'now' | 'to-do';
  by: string | null;
  at: string | null;
  /** What it is for, while it has not been taken. */
  about: string;
};

type Lived = Pick<
  PolicyVersion,
  | 'state'
  | 'createdBy'
  | 'createdAt'
  | 'submittedBy'
  | 'submittedAt'
  | 'approvedBy'
  | 'approvedAt'
  | 'publishedBy'
  | 'publishedAt'
  | 'supersededAt'
>;

/** The steps of a version's life; approval is one of them only where it is needed or was given. */
export function lifeSteps(version: Lived, riskClass: RiskClass): LifeStep[] {
  const { state } = version;
  const needed = riskClass === 'high';
  const out = state === 'published' || state === 'superseded';
  const shown = needed || version.submittedAt !== null;
  return [
    step('Draft', state === 'draft', version.createdBy, version.createdAt, ''),
    ...(shown && !(out && version.submittedAt === null)
      ? [
          step('Submitted', state === 'submitted', version.submittedBy, version.submittedAt, 'for approval'),
          step(
            'Approved',
            state === 'approved',
            version.approvedBy,
            version.approvedAt,
            needed ? 'by another person: high risk' : 'by another person, if you want',
          ),
        ]
      : []),
    ...(state === 'discarded'
      ? [step('Discarded', true, null, null, 'it never came into force')]
      : [
          step(
            'In force',
            state === 'published',
            version.publishedBy,
            version.publishedAt,
            'decides from then on',
          ),
        ]),
    ...(state === 'superseded'
      ? [step('Superseded', true, null, version.supersededAt, 'by a later version')]
      : []),
  ];
}

function step(name: string, now: boolean, by: string | null, at: string | null, about: string): LifeStep {
  return { name, state: now ? 'now' : at === null ? 'to-do' : 'done', by, at, about };
}
