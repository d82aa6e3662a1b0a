import type { Overview } from '../../contract/overview.ts';
import type { Db } from '../../db/database.ts';
import type { CertificateRow } from '../../db/rows.ts';
import { sql } from '../../db/sql.ts';
import { fallbackSentence } from '../certificates/certificate-sentences.ts';

type Ended = Overview['endedCertificates'][number];
type Row = Pick<
  CertificateRow,
  'certificate_id' | 'use_case_id' | 'threshold' | 'revoked_because' | 'fallback_certificate_id'
> & {
  // Of an ended one neither is null: the table checks it.
  state: Ended['state'];
  ended_at: Date;
  fallback_value: number;
  use_case_name: string;
};

const shown = 20;

/** Certificates that a policy in force stands on and that hold no longer, the last to end first. */
export async function endedCertificates(
  db: Db,
  useCaseId: string | null,
): Promise<Overview['endedCertificates']> {
  const rows = await db.rows<Row>(sql`
    select distinct certificate_id, certificate.use_case_id, use_case.name as use_case_name, threshold, certificate.state,
      ended_at, revoked_because, fallback_value, fallback_certificate_id
    from policy_version
    cross join lateral jsonb_array_elements(coalesce(document -> 'thresholds', '[]')) as named
    join certificate on certificate_id = (named ->> 'certificateId')::uuid
    join use_case on use_case.use_case_id = certificate.use_case_id
    where policy_version.state = 'published' and certificate.state in ('expired', 'revoked')
      and (${useCaseId}::uuid is null or policy_version.use_case_id = ${useCaseId}::uuid)
    order by ended_at desc, certificate_id
    limit ${shown}`);
  return rows.map((row) => ({
    certificateId: row.certificate_id,
    useCaseId: row.use_case_id,
    useCaseName: row.use_case_name,
    threshold: row.threshold,
    state: row.state,
    endedAt: row.ended_at.toISOString(),
    because: row.revoked_because,
    sentence: fallbackSentence(row.threshold, {
      value: row.fallback_value,
      certificateId: row.fallback_certificate_id,
    }),
  }));
}
