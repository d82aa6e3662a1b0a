import type { Actor } from '../../../core/access/actor.ts';
import { stepCertificate } from '../../../core/certificates/certificate-life.ts';
import { type Candidate, type Fallback, fallbackFor } from '../../../core/certificates/fallback-value.ts';
import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { appendEntries, type NewEntry } from '../../ledger/append-entries.ts';
import { bumpRoutingEpoch } from '../../use-cases/bump-routing-epoch.ts';
import type { CertificateRow, KeptGuard } from '../queries.ts';
import { type LockedCertificate, lockCertificates } from './lock-certificates.ts';

/** How a certificate ends. */
export type Ending = {
  readonly certificate: LockedCertificate;
  readonly kind: 'certificate.expired' | 'certificate.revoked';
  readonly because: 'guard' | 'by-hand' | 'model-retired' | null;
  readonly note: string | null;
  /** As it stood when it ended. */
  readonly guard: KeptGuard;
};

/**
 * Ends certificates. From the commit on no decision is released by what they allowed: where a policy in force names one, its
 * fallback has taken the place, because the epoch moves in the same transaction. Fallbacks that rested on one of them are
 * found anew.
 */
export async function endCertificates(
  tx: Tx,
  actor: Actor,
  endings: readonly Ending[],
  at: Date,
): Promise<void> {
  if (endings.length === 0) return;
  const ids = new Set(endings.map(({ certificate }) => certificate.certificate_id));
  // Before the entries: it waits for the recordings in flight, whose entries belong before those of the end. And before the
  // look at what still stands: whoever ends another certificate meanwhile waits here, and sees this one ended.
  await bumpRoutingEpoch(tx);
  const standing = await standingBeside(tx, endings, at);
  const leftBehind = await selectLeftBehind(tx, [...ids]);
  const ended = endings.map((ending) => ({
    ...ending,
    fallback: fallbackAmong(ending.certificate, standing),
  }));
  await appendEntries(
    tx,
    at,
    ended.map((ending) => entryOf(ending, actor)),
  );
  for (const ending of ended) await write(tx, actor, ending, at);
  for (const row of leftBehind) await replaceFallback(tx, row, fallbackAmong(row, standing));
}

type Standing = Candidate & Pick<CertificateRow, 'model_version_id' | 'threshold' | 'map_number'>;

/** Certificates that still stand once these have ended, of the same use cases. */
async function standingBeside(tx: Tx, endings: readonly Ending[], at: Date): Promise<Standing[]> {
  const rows = await lockCertificates(
    tx,
    sql`
    where use_case_id = any(${endings.map(({ certificate }) => certificate.use_case_id)}::uuid[])
      and state in ('issued', 'in-force') and expires_at > ${at}
      and not certificate_id = any(${endings.map(({ certificate }) => certificate.certificate_id)}::uuid[])`,
  );
  return rows.map((row) => ({
    ...row,
    certificateId: row.certificate_id,
    bySlice: row.by_slice,
    promise: row.promise,
    targetError: row.target_error,
    confidenceLevel: row.confidence_level,
    issuedAtMs: row.issued_at.getTime(),
  }));
}

function fallbackAmong(ended: LockedCertificate, standing: readonly Standing[]): Fallback {
  const bars = {
    value: ended.value,
    bySlice: ended.by_slice,
    promise: ended.promise,
    targetError: ended.target_error,
    confidenceLevel: ended.confidence_level,
  };
  return fallbackFor(
    bars,
    standing.filter(
      (other) =>
        other.model_version_id === ended.model_version_id &&
        other.threshold === ended.threshold &&
        other.map_number === ended.map_number,
    ),
  );
}

function entryOf(
  { certificate, kind, because, guard, fallback }: Ending & { fallback: Fallback },
  actor: Actor,
): NewEntry {
  const { policy_version_id: policyVersionId } = certificate;
  return {
    kind,
    actor,
    about: {
      certificate: certificate.certificate_id,
      useCase: certificate.use_case_id,
      ...(policyVersionId ? { policyVersion: policyVersionId } : {}),
    },
    facts: {
      threshold: certificate.threshold,
      ...(because ? { because } : {}),
      seen: guard.guard.labels,
      errors: guard.guard.wrong,
      fallbackPpm: Math.round(fallback.value * 1e6),
    },
  };
}

async function write(
  tx: Tx,
  actor: Actor,
  { certificate, kind, because, note, guard, fallback }: Ending & { fallback: Fallback },
  at: Date,
): Promise<void> {
  const step = stepCertificate(certificate.state, kind === 'certificate.expired' ? 'expire' : 'revoke');
  if (!step.ok) throw new Error(`certificate ${certificate.certificate_id} cannot end: ${step.because}`);
  await tx.run(sql`
    update certificate
    set state = ${step.state}, ended_at = ${at}, policy_version_id = null, in_force_since = null,
      revoked_because = ${because}, revocation_note = ${note},
      revoked_by = ${actor.kind === 'person' ? actor.personId : null}, guard = ${JSON.stringify(guard)},
      fallback_value = ${fallback.value}, fallback_certificate_id = ${fallback.certificateId}
    where certificate_id = ${certificate.certificate_id}`);
}

/** Ended before, and living on a fallback that ends now. */
function selectLeftBehind(tx: Tx, certificateIds: readonly string[]): Promise<LockedCertificate[]> {
  return lockCertificates(
    tx,
    sql`
    where fallback_certificate_id = any(${certificateIds}::uuid[])
    order by certificate_id
    for update`,
  );
}

async function replaceFallback(
  tx: Tx,
  { certificate_id }: LockedCertificate,
  fallback: Fallback,
): Promise<void> {
  await tx.run(sql`
    update certificate
    set fallback_value = ${fallback.value}, fallback_certificate_id = ${fallback.certificateId}
    where certificate_id = ${certificate_id}`);
}
