import type { Deps } from '../../platform/deps.ts';
import type { Job } from '../../platform/jobs.ts';
import type { Reaction } from '../ledger/reactions.ts';
import { expireCertificates } from './standing/expire-certificates.ts';
import { followPolicies } from './standing/follow-policies.ts';
import { guardCertificates } from './standing/guard-certificates.ts';

export function certificateJobs(deps: Deps): Job[] {
  return [
    {
      name: 'expire-certificates',
      everyMs: 60_000,
      run: async (at) => void (await expireCertificates(deps, at)),
    },
  ];
}

export function certificateReactions(deps: Deps): Reaction[] {
  return [
    {
      name: 'follow-policies',
      kinds: ['policy.published', 'model.retired'],
      react: (tx, entries) => followPolicies(tx, entries, deps.clock.now()),
    },
    {
      name: 'guard-certificates',
      kinds: ['task.resolved'],
      react: (tx, entries) => guardCertificates(tx, entries, deps.clock.now()),
    },
  ];
}
