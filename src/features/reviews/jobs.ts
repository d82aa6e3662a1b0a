import type { Deps } from '../../platform/deps.ts';
import type { Job } from '../../platform/jobs.ts';
import { expireLeases, unparkTasks } from './claims/return-tasks.ts';
import { resolveDueTasks } from './resolve-tasks.ts';

/** Each looks at the head of an index of what is due: well under a millisecond when nothing is. */
export function reviewJobs(deps: Deps): Job[] {
  return [
    { name: 'resolve-due-tasks', everyMs: 200, run: (at) => resolveDueTasks(deps, at) },
    { name: 'expire-leases', everyMs: 1000, run: (at) => expireLeases(deps, at) },
    { name: 'unpark-tasks', everyMs: 1000, run: (at) => unparkTasks(deps, at) },
  ];
}
