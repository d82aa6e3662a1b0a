import type { Deps } from '../../platform/deps.ts';
import type { Job } from '../../platform/jobs.ts';
import type { Reaction } from '../ledger/reactions.ts';
import { makePartitions } from './make-partitions.ts';
import { stepOverload } from './overload/step-overload.ts';
import { settleResolved } from './settling/settle-resolved.ts';
import { timeOutDecisions } from './settling/time-out-decisions.ts';

export function decisionJobs(deps: Deps): Job[] {
  return [
    { name: 'time-out-decisions', everyMs: 1000, run: async (at) => void (await timeOutDecisions(deps, at)) },
    { name: 'step-overload', everyMs: 1000, run: (at) => stepOverload(deps, at) },
    { name: 'make-partitions', everyMs: 3_600_000, run: (at) => makePartitions(deps, at) },
  ];
}

export function decisionReactions(deps: Deps): Reaction[] {
  return [
    {
      name: 'settle-decisions',
      kinds: ['task.resolved'],
      react: (tx, entries) => settleResolved(tx, deps.clock.now(), entries),
    },
  ];
}
