import type { Deps } from '../../platform/deps.ts';
import type { Job } from '../../platform/jobs.ts';
import type { Reaction } from '../ledger/reactions.ts';
import { addSegments } from './add-segments.ts';
import { mergeSegments } from './merge-segments.ts';
import { removeReplaced } from './remove-replaced.ts';
import { segmentsReaction } from './segments-reaction.ts';

export function segmentJobs(deps: Deps): Job[] {
  return [
    { name: 'merge-segments', everyMs: 2000, run: async (at) => void (await mergeSegments(deps, at)) },
    {
      name: 'remove-replaced-segments',
      everyMs: 600_000,
      run: async (at) => void (await removeReplaced(deps, at)),
    },
  ];
}

export function segmentReactions({ clock }: Deps): Reaction[] {
  return [
    {
      name: segmentsReaction,
      kinds: ['decision.recorded'],
      react: (tx, entries) => addSegments(tx, clock.now(), entries),
    },
  ];
}
