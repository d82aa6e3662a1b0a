import type { Db } from '../../../db/database.ts';
import { readBacklog, type TierBacklog } from '../../reviews/tasks/read-backlog.ts';
import { ordinary, settleCircumstances } from './circumstances.ts';
import type { WatchedUseCase } from './routing-snapshot.ts';

/** Reads the backlog of use cases whose rules look at it, and routes them by what it is now. */
export async function readWatched(db: Db, watched: readonly WatchedUseCase[], at: Date): Promise<void> {
  if (watched.length === 0) return;
  const ids = watched.map(({ useCase }) => useCase.useCaseId);
  const readings = await readBacklog(db, ids, at);
  const settled = await settleCircumstances(
    db,
    watched.map(({ useCase: { useCaseId }, context, modelStates }) => ({
      useCaseId,
      context,
      circumstances: { ...context, modelStates, backlog: backlogOf(readings.get(useCaseId) ?? []) },
    })),
    at,
  );
  for (const { useCase } of watched) useCase.circumstances = settled.get(useCase.useCaseId) ?? ordinary;
}

function backlogOf(tiers: readonly TierBacklog[]) {
  const open = (tier: number) => tiers.find((one) => one.tier === tier)?.backlog ?? 0;
  return {
    tier1: open(1),
    tier2: open(2),
    overdueSeconds: Math.max(0, ...tiers.map(({ overdueSeconds }) => overdueSeconds)),
  };
}
