import type { ReconciliationSource } from '../ledger/reconciling/source.ts';

/** Every certificate was issued in the ledger, and every one that has ended ended there. */
export const certificateSources: readonly ReconciliationSource[] = [
  {
    kind: 'certificate.issued',
    label: 'certificate',
    sql: 'select certificate_id as subject, issued_at as written_at, commit_id, entry_index from certificate',
  },
  {
    kind: ['certificate.revoked', 'certificate.expired'],
    label: 'certificate',
    sql: `select certificate_id as subject, ended_at as written_at, null::uuid as commit_id, null::integer as entry_index
      from certificate
      where ended_at is not null`,
  },
];
