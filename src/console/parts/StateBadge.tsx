import type { DecisionState } from '../../core/decisions/life.ts';
import { Mark, type Tone } from '../ui/Mark.tsx';

export const stateWords: Readonly<Record<DecisionState, { words: string; tone: Tone; about: string }>> = {
  held: { words: 'Waiting', tone: 'waiting', about: 'Held until a person decides' },
  released: { words: 'In use', tone: 'released', about: 'The output may be used' },
  edited: { words: 'Edited', tone: 'changed', about: 'A person replaced the output before it was used' },
  rejected: { words: 'Rejected', tone: 'refused', about: 'The output must not be used' },
  flagged: { words: 'Timed out', tone: 'waiting', about: 'Nobody decided in time; released and flagged' },
  corrected: { words: 'Corrected', tone: 'changed', about: 'In use, then replaced by a later review' },
  defaulted: {
    words: 'Safe output',
    tone: 'changed',
    about: 'The safe output of the policy is used instead',
  },
  shadowed: { words: 'Shadow', tone: 'neutral', about: 'Recorded beside the live model, never used' },
  recalled: { words: 'Recalled', tone: 'refused', about: 'In use, then withdrawn by a later review' },
};

/** Where a decision stands now. */
export function StateBadge({ state }: { state: DecisionState }) {
  const { words, tone, about } = stateWords[state];
  return (
    <Mark tone={tone} title={about}>
      {words}
    </Mark>
  );
}
