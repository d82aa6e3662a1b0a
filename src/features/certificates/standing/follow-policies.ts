import { stepCertificate } from '../../../core/certificates/certificate-life.ts';
import type { PolicyDocument } from '../../../core/policies/document.ts';
import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { appendEntries, type NewEntry } from '../../ledger/append-entries.ts';
import type { LedgerEntry } from '../../ledger/reactions.ts';
import { endCertificates } from './end-certificates.ts';
import { lockCertificates } from './lock-certificates.ts';

const system = { kind: 'system', duty: 'follow-policies' } as const;

/**
 * A certificate is in force while a published policy's threshold names it, and ends with the model version it is about. A
 * policy that goes back to an earlier version brings its certificates back into force, if they have not ended meanwhile.
 */
export async function followPolicies(tx: Tx, entries: readonly LedgerEntry[], at: Date): Promise<void> {
  const told: NewEntry[] = [];
  for (const { entry } of entries) {
    const { useCase: useCaseId, policyVersion: policyVersionId } = entry.about;
    if (entry.kind === 'policy.published' && useCaseId && policyVersionId)
      told.push(...(await putInForce(tx, { useCaseId, policyVersionId, since: new Date(entry.at) })));
  }
  await appendEntries(tx, at, told);
  const retired = entries.flatMap(({ entry }) =>
    entry.kind === 'model.retired' ? (entry.about.modelVersion ?? []) : [],
  );
  if (retired.length > 0) await endOfModels(tx, retired, at);
}

type Publication = { useCaseId: string; policyVersionId: string; since: Date };

async function putInForce(tx: Tx, { useCaseId, policyVersionId, since }: Publication): Promise<NewEntry[]> {
  const certificates = await lockCertificates(
    tx,
    sql`
    where use_case_id = ${useCaseId} and state in ('issued', 'in-force')
    order by certificate_id
    for update`,
  );
  const named = await namedBy(tx, policyVersionId);
  const news: NewEntry[] = [];
  for (const { certificate_id: certificateId, state } of certificates) {
    const names = named.has(certificateId);
    const step = stepCertificate(state, names ? 'name' : 'leave');
    if (!step.ok) continue;
    await tx.run(sql`
      update certificate
      set state = ${step.state}, policy_version_id = ${names ? policyVersionId : null},
        in_force_since = case when ${names} then coalesce(in_force_since, ${since}::timestamptz) end
      where certificate_id = ${certificateId}`);
    if (names && state === 'issued') {
      const about = { certificate: certificateId, policyVersion: policyVersionId, useCase: useCaseId };
      news.push({ kind: 'certificate.put-in-force', actor: system, about });
    }
  }
  return news;
}

async function namedBy(tx: Tx, policyVersionId: string): Promise<Set<string>> {
  const row = await tx.row<{ document: PolicyDocument }>(sql`
    select document from policy_version where policy_version_id = ${policyVersionId}`);
  return new Set(row?.document.thresholds?.flatMap(({ certificateId }) => certificateId ?? []));
}

async function endOfModels(tx: Tx, modelVersionIds: readonly string[], at: Date): Promise<void> {
  const certificates = await lockCertificates(
    tx,
    sql`
    where model_version_id = any(${modelVersionIds}::uuid[]) and state in ('issued', 'in-force')
    order by certificate_id
    for update`,
  );
  await endCertificates(
    tx,
    system,
    certificates.map((certificate) => ({
      ...{ certificate, kind: 'certificate.revoked' as const, because: 'model-retired' as const },
      ...{ guard: certificate.guard, note: null },
    })),
    at,
  );
}
