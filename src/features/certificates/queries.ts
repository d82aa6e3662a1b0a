import type { Certificate } from '../../contract/certificates.ts';
import type { CertificateState } from '../../core/certificates/certificate-life.ts';
import type { Guard } from '../../core/certificates/guard.ts';
import type { BySlice } from '../../core/use-cases/slice.ts';
import type { Db } from '../../db/database.ts';
import type * as rows from '../../db/rows.ts';
import { sql } from '../../db/sql.ts';
import { decodeCursor, pageOf } from '../../platform/page.ts';
import { Refusal } from '../../platform/refusal.ts';
import { fallbackSentence } from './certificate-sentences.ts';

/** What the labels said, as a certificate's row keeps it. */
export type Findings = Pick<
  Certificate,
  'coverage' | 'n' | 'k' | 'upper' | 'deltaSpent' | 'load' | 'ladder' | 'slices' | 'labels' | 'sentence'
>;

/** The detector with what it last compared. */
/** `readTo`: what the ledger holds below this position has been weighed, where any has. */
export type KeptGuard = { guard: Guard; evidence: number; readTo?: number };

export type CertificateRow = Omit<rows.CertificateRow, 'by_slice' | 'findings' | 'guard'> & {
  by_slice: BySlice | null;
  findings: Findings;
  guard: KeptGuard;
};
type ShownRow = CertificateRow & { model: string; issuer: string; revoker: string | null };

const columns = `certificate_id, certificate.use_case_id, certificate.model_version_id, model_version.name as model,
  certificate.state, threshold, value, by_slice, map_number, slice_by, promise, target_error, confidence_level, statistic,
  window_from, window_before, findings, note, issuer.name as issuer, issued_at, expires_at, policy_version_id,
  in_force_since, guard, ended_at, revoker.name as revoker, revoked_because, revocation_note, fallback_value,
  fallback_certificate_id`;
const source = `certificate
  join model_version on model_version.model_version_id = certificate.model_version_id
  join person issuer on issuer.person_id = issued_by
  left join person revoker on revoker.person_id = revoked_by`;

export async function listCertificates(
  db: Db,
  query: { useCaseId: string; state?: CertificateState; cursor?: string; limit?: number },
) {
  const limit = query.limit ?? 50;
  const [below] = decodeCursor(query.cursor, ['uuid']) ?? [null];
  const found = await db.rows<ShownRow>({
    text: `select ${columns} from ${source}
      where certificate.use_case_id = $1 and ($2::text is null or certificate.state = $2)
        and ($3::uuid is null or certificate_id < $3)
      order by certificate_id desc limit $4`,
    values: [query.useCaseId, query.state ?? null, below, limit + 1],
  });
  return pageOf(found, limit, { keys: (row) => [row.certificate_id], item: asCertificate });
}

export async function getCertificate(db: Db, certificateId: string): Promise<Certificate> {
  const row = await db.row<ShownRow>({
    text: `select ${columns} from ${source} where certificate_id = $1`,
    values: [certificateId],
  });
  if (!row) throw unknownCertificate(certificateId);
  return asCertificate(row);
}

export function unknownCertificate(certificateId: string): Refusal {
  return new Refusal('not-found', 'certificate.unknown', `There is no certificate ${certificateId}.`);
}

/**
 * Values that take a threshold's place because its certificate has ended, by use case and threshold. Read from the policies in
 * force and the states of what they name, so it is right from the commit on that ended one.
 */
export async function fallenBackThresholds(db: Db): Promise<Map<string, Record<string, number>>> {
  const found = await db.rows<{ use_case_id: string; name: string; fallback_value: number }>(sql`
    select policy_version.use_case_id, named ->> 'name' as name, fallback_value
    from policy_version
    cross join lateral jsonb_array_elements(coalesce(document -> 'thresholds', '[]')) as named
    join certificate on certificate_id = (named ->> 'certificateId')::uuid
    where policy_version.state = 'published' and certificate.state in ('expired', 'revoked')`);
  const byUseCase = new Map<string, Record<string, number>>();
  for (const { use_case_id, name, fallback_value } of found) {
    byUseCase.set(use_case_id, { ...byUseCase.get(use_case_id), [name]: fallback_value });
  }
  return byUseCase;
}

/** What a policy may name, with all that has to agree. */
export type NameableCertificate = Pick<
  CertificateRow,
  'certificate_id' | 'state' | 'threshold' | 'value' | 'by_slice' | 'map_number'
> & { model: string };

export async function nameableCertificates(
  db: Db,
  useCaseId: string,
  certificateIds: readonly string[],
): Promise<Map<string, NameableCertificate>> {
  // The rows are held, so that none ends between the check and the publication.
  const found = await db.rows<NameableCertificate>(sql`
    select certificate_id, certificate.state, threshold, value, by_slice, map_number, model_version.name as model
    from certificate
    join model_version on model_version.model_version_id = certificate.model_version_id
    where certificate.use_case_id = ${useCaseId} and certificate_id = any(${certificateIds}::uuid[])
    order by certificate_id
    for share of certificate`);
  return new Map(found.map((row) => [row.certificate_id, row]));
}

function asCertificate(row: ShownRow): Certificate {
  const { guard, evidence } = row.guard;
  const { certificate_id, fallback_value, fallback_certificate_id: fallbackId } = row;
  const fallback = fallback_value === null ? null : { value: fallback_value, certificateId: fallbackId };
  return {
    certificateId: certificate_id,
    useCaseId: row.use_case_id,
    modelVersionId: row.model_version_id,
    model: row.model,
    state: row.state,
    threshold: row.threshold,
    value: row.value,
    bySlice: row.by_slice,
    map: row.map_number,
    sliceBy: row.slice_by,
    promise: row.promise,
    targetError: row.target_error,
    confidenceLevel: row.confidence_level,
    statistic: row.statistic,
    from: row.window_from.toISOString(),
    before: row.window_before.toISOString(),
    ...row.findings,
    note: row.note,
    issuedBy: row.issuer,
    issuedAt: row.issued_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    policyVersionId: row.policy_version_id,
    inForceSince: row.in_force_since?.toISOString() ?? null,
    guard: {
      seen: guard.labels,
      errors: guard.wrong,
      evidence,
      alarmAt: guard.alarmAt,
      alarmed: row.revoked_because === 'guard',
    },
    revokedAt: row.state === 'revoked' ? (row.ended_at?.toISOString() ?? null) : null,
    revokedBy: row.revoker,
    revokedBecause: row.revoked_because,
    revocationNote: row.revocation_note,
    fallback: fallback && { ...fallback, sentence: fallbackSentence(row.threshold, fallback) },
  };
}
