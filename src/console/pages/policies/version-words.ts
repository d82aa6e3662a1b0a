import type { Tone } from '../../ui/Mark.tsx';
import type { PolicyVersion } from './policy-version.ts';

export const versionStates: Readonly<Record<PolicyVersion['state'], { words: string; tone: Tone }>> = {
  draft: { words: 'Draft', tone: 'waiting' },
  submitted: { words: 'Submitted', tone: 'waiting' },
  approved: { words: 'Approved', tone: 'waiting' },
  published: { words: 'In force', tone: 'released' },
  superseded: { words: 'Superseded', tone: 'neutral' },
  discarded: { words: 'Discarded', tone: 'refused' },
};
