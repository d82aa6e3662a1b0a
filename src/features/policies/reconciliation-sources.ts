import type { ReconciliationSource } from '../ledger/reconciling/source.ts';

/** Every version that is, or was, in force was published in the ledger. */
export const policySources: readonly ReconciliationSource[] = [
  {
    kind: 'policy.published',
    label: 'policyVersion',
    sql: `select policy_version_id as subject, published_at as written_at, commit_id, entry_index
      from policy_version
      where published_at is not null`,
  },
];
