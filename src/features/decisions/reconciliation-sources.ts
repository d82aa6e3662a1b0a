import type { ReconciliationSource } from '../ledger/reconciling/source.ts';

/** Decisions and what became of them; each row points to the entry that tells of it. */
export const decisionSources: readonly ReconciliationSource[] = [
  {
    kind: 'decision.recorded',
    label: 'decision',
    sql: 'select decision_id as subject, recorded_at as written_at, commit_id, entry_index from decision',
  },
  {
    kind: ['decision.settled', 'decision.timed-out'],
    label: 'decision',
    sql: 'select decision_id as subject, settled_at as written_at, commit_id, entry_index from settlement',
  },
];
