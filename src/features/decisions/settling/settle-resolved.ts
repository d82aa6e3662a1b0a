import type { Tx } from '../../../db/database.ts';
import type { AfterCommit, LedgerEntry } from '../../ledger/reactions.ts';
import { verdictsOf } from '../../reviews/verdicts-of.ts';
import { wakeWaiters } from '../outcomes/wait-for-outcome.ts';
import { type Settling, settleDecisions } from './settle-decisions.ts';

/** Carries what people resolved over to the decisions; follows the ledger, so nothing is missed or done twice. */
export async function settleResolved(
  tx: Tx,
  at: Date,
  entries: readonly LedgerEntry[],
): Promise<AfterCommit> {
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
  return () => wakeWaiters(changed);
}
