import type { SubmittedKind } from '../../../../core/reviews/blind.ts';
import type { Tone } from '../../../ui/Mark.tsx';

/** What has been done, in a word. */
export const verdictWords: Readonly<Record<SubmittedKind, string>> = {
  approve: 'Approved',
  edit: 'Edited',
  reject: 'Rejected',
  'cannot-decide': 'Passed on',
  choose: 'Chosen',
};

/** The same before it is done. */
export const verdictButtons: Readonly<Record<SubmittedKind, { words: string; tone: Tone }>> = {
  approve: { words: 'Approve', tone: 'released' },
  reject: { words: 'Reject', tone: 'refused' },
  edit: { words: 'Edit', tone: 'changed' },
  'cannot-decide': { words: 'Cannot decide', tone: 'neutral' },
  choose: { words: 'Choose', tone: 'changed' },
};
