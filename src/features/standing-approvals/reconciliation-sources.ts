import type { ReconciliationSource } from '../ledger/reconciling/source.ts';

/** Every standing approval was issued in the ledger. */
export const standingApprovalSources: readonly ReconciliationSource[] = [
  {
    kind: 'standing-approval.issued',
    label: 'standingApproval',
    sql: `select standing_approval_id as subject, issued_at as written_at, commit_id, entry_index
      from standing_approval`,
  },
];
