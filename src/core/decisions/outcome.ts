import type { DecisionState } from './life.ts';

/** Which output the caller acts on: the model's, the one a person wrote, none at all, or none yet. */
export type Use = 'original' | 'replacement' | 'none' | 'wait';

export type Outcome = {
  readonly state: DecisionState;
  /**
   * Whether a waiting caller is answered now. A released decision is an answer even though a later review may still
   * correct or recall it; only a held one keeps its caller waiting.
   */
  readonly final: boolean;
  readonly use: Use;
};

/**
 * What the caller of a decision sees of its state.
 *
 * @example outcomeOf('edited') // { state: 'edited', final: true, use: 'replacement' }
 */
export function outcomeOf(state: DecisionState): Outcome {
  return outcomes[state];
}

/** All outcomes as data: documentation and the SDK's `gate()` read the same table. */
export const outcomes: Readonly<Record<DecisionState, Outcome>> = {
  held: { state: 'held', final: false, use: 'wait' },
  released: { state: 'released', final: true, use: 'original' },
  flagged: { state: 'flagged', final: true, use: 'original' },
  edited: { state: 'edited', final: true, use: 'replacement' },
  rejected: { state: 'rejected', final: true, use: 'none' },
  corrected: { state: 'corrected', final: true, use: 'replacement' },
  recalled: { state: 'recalled', final: true, use: 'none' },
  defaulted: { state: 'defaulted', final: true, use: 'replacement' },
  shadowed: { state: 'shadowed', final: true, use: 'none' },
};
