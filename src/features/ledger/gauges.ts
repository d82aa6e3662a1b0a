import type { Db } from '../../db/database.ts';
import { ledgerStatus } from './queries.ts';

/** A value for the metrics page, read when it is asked for. */
export type LedgerGauge = { name: string; help: string; labels: Record<string, string>; value: number };

/** What an operator watches: how far the ledger is behind, and whether anything is wrong with it. */
export async function ledgerGauges(db: Db): Promise<LedgerGauge[]> {
  const status = await ledgerStatus(db);
  const gauge = (name: string, help: string, value: number, labels = {}) => ({
    name: `steerhouse_ledger_${name}`,
    help,
    labels,
    value,
  });
  return [
    gauge('entries', 'Entries in the tree.', status.size),
    gauge('signed_entries', 'Entries covered by the latest checkpoint.', status.checkpoint?.size ?? 0),
    gauge('waiting_commits', 'Commits not yet in the tree.', status.waiting),
    gauge('lag_seconds', 'Age of the oldest commit not yet in the tree.', status.oldestWaitingSeconds ?? 0),
    gauge(
      'problems',
      'What keeps the ledger from being published; 0 when all is well.',
      status.problems.length,
    ),
    gauge(
      'differences',
      'Between state and entries, in the last comparison.',
      status.reconciliation?.differences ?? 0,
    ),
    ...status.reactions.flatMap(({ reaction, behind, failures }) => [
      gauge('reaction_behind', 'Entries a reaction has not read yet.', behind, { reaction }),
      gauge('reaction_failures', 'Failures of a reaction since its last success.', failures, { reaction }),
    ]),
  ];
}
