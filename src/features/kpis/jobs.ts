import type { Reaction } from '../ledger/reactions.ts';
import { rollUp } from './roll-up.ts';

export function kpiReactions(): Reaction[] {
  return [
    {
      name: 'roll-up-kpis',
      kinds: [
        'decision.recorded',
        'decision.settled',
        'decision.timed-out',
        'task.resolved',
        'task.cancelled',
      ],
      react: rollUp,
    },
  ];
}
