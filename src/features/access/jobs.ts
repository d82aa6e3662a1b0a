import type { Deps } from '../../platform/deps.ts';
import type { Job } from '../../platform/jobs.ts';
import { removeExpired } from './remove-expired.ts';

export function accessJobs(deps: Deps): Job[] {
  return [
    {
      name: 'access: remove what has expired',
      everyMs: 10 * 60_000,
      run: (at) => removeExpired(deps, at),
    },
  ];
}
