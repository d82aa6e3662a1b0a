import type { Reaction } from '../ledger/reactions.ts';
import { collectGrades } from './collect-grades.ts';

/** A grade per resolved task: some five indexed reads and one insert for a whole batch. */
export function feedbackReactions(): Reaction[] {
  return [{ name: 'collect-grades', kinds: ['task.resolved'], react: collectGrades }];
}
