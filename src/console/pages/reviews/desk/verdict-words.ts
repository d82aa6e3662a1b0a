import type { Tone } from '../../../ui/Mark.tsx';
import type { VerdictKind } from './draft.ts';

/** What has been done, in a word. */
export const verdictWords: Readonly<Record<VerdictKind, string>> = {
  approve: 'Approved',
  edit: 'Edited',
  reject: 'Rejected',
  'cannot-decide': 'Passed on',
};

/** The same before it is done. */
export const verdictButtons: Readonly<Record<VerdictKind, { words: string; tone: Tone }>> = {
  approve: { words: 'Approve', tone: 'released' },
  reject: { words: 'Reject', tone: 'refused' },
  edit: { words: 'Edit', tone: 'changed' },
  'cannot-decide': { words: 'Cannot decide', tone: 'neutral' },
};
