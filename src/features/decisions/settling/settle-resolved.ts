import type { Tx } from '../../../db/database.ts';
import type { LedgerEntry } from '../../ledger/reactions.ts';
import { verdictsOf } from '../../reviews/verdicts-of.ts';
import { wakeWaiters } from '../outcomes/wait-for-outcome.ts';
import { type Settling, settleDecisions } from './settle-decisions.ts';

/** Carries what people resolved over to the decisions; follows the ledger, so nothing is missed or done twice. */
export async function settleResolved(tx: Tx, at: Date, entries: readonly LedgerEntry[]): Promise<void> {
  const verdicts = await verdictsOf(
    tx,
    entries.flatMap(({ entry }) => entry.about.verdict ?? []),
  );
  const settlings = entries.flatMap(({ entry }): Settling[] => {
    const { decision: decisionId, verdict: verdictId } = entry.about;
    const verdict = verdictId === undefined ? undefined : verdicts.get(verdictId);
    if (!decisionId || !verdictId || !verdict) return [];
    const { kind, output, outputSalt } = verdict;
    return [{ decisionId, verdictId, event: kind, output, outputSalt }];
  });
  const changed = await settleDecisions(tx, at, { kind: 'system', duty: 'settle' }, settlings);
  // Before the commit: a waiter that looks too early sees no change and is found by the next look.
  setImmediate(() => setTimeout(() => wakeWaiters(changed), 5));
}
