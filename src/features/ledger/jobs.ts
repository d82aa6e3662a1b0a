import type { Deps } from '../../platform/deps.ts';
import type { Job } from '../../platform/jobs.ts';
import { integrating, signing } from './lead.ts';
import { runReactions } from './reacting/react.ts';
import type { Reaction } from './reactions.ts';
import { reconcile } from './reconciling/reconcile.ts';
import type { ReconciliationSource } from './reconciling/source.ts';
import { thinOutCheckpoints } from './signer/thin-out-checkpoints.ts';

const tenMinutesMs = 600_000;

/** The duties of the ledger; reactions and sources are those of all features. */
export function ledgerJobs(
  deps: Deps,
  reactions: readonly Reaction[],
  sources: readonly ReconciliationSource[] = [],
): Job[] {
  return [
    { name: 'ledger: integrate', everyMs: 100, run: integrating(deps) },
    { name: 'ledger: sign', everyMs: 1000, run: signing(deps) },
    { name: 'ledger: react', everyMs: 100, run: () => reactUntilIdle(deps, reactions) },
    {
      name: 'ledger: thin out checkpoints',
      everyMs: tenMinutesMs,
      run: async (at) => void (await thinOutCheckpoints(deps.db, at)),
    },
    {
      name: 'ledger: reconcile',
      everyMs: tenMinutesMs,
      run: async (at) => {
        const { differences, findings } = await reconcile(deps.db, sources, at);
        if (differences > 0) deps.log.error({ differences, findings }, 'state and ledger differ');
      },
    },
  ];
}

/** Rounds in one go: longer and a process that has to stop would wait for it. */
const mostRounds = 50;

async function reactUntilIdle(deps: Deps, reactions: readonly Reaction[]): Promise<void> {
  for (let rounds = 0; rounds < mostRounds; rounds++) {
    if (!(await runReactions(deps, reactions))) return;
  }
}
