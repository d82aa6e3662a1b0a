import { applyMap, type CalibrationMap } from '../../../core/calibration/maps/calibration-map.ts';
import type { Bucket } from '../../../core/certificates/e-detector.ts';
import { stepGuard } from '../../../core/certificates/guard.ts';
import type { PolicyDocument, Threshold } from '../../../core/policies/document.ts';
import { drawWeight } from '../../../core/sampling/draw-rates.ts';
import type { Metadata } from '../../../core/use-cases/check-metadata.ts';
import { ownValue, slicedField, sliceIn } from '../../../core/use-cases/slice.ts';
import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { type Grade, readGrades } from '../../feedback/collect-grades.ts';
import type { LedgerEntry } from '../../ledger/reactions.ts';
import type { KeptGuard } from '../queries.ts';
import { type Ending, endCertificates } from './end-certificates.ts';
import type { LockedCertificate } from './lock-certificates.ts';

/**
 * Watches certificates in force: every audited release that people have judged, and that the certificate's threshold let pass,
 * moves its detector one step; where the promise is about all decisions every audited one does, released or not, and what is
 * wrong and passes the threshold counts as an error. At the alarm the certificate is revoked in the same transaction. Entries come in order, and
 * what was read before is passed by, so however they are parted into batches, or read again, the detector takes the same steps.
 */
export async function guardCertificates(tx: Tx, entries: readonly LedgerEntry[], at: Date): Promise<void> {
  const grades = (await readGrades(tx, entries)).filter(({ audited }) => audited);
  if (grades.length === 0) return;
  const watched = await selectWatched(tx, grades);
  if (watched.length === 0) return;
  const policies = await namingPolicies(tx, grades);
  const endings: Ending[] = [];
  for (const { map, ...certificate } of watched) {
    const { readTo = 0 } = certificate.guard;
    const own = grades
      .filter((grade) => grade.position >= readTo)
      .flatMap((grade) => stepFor(certificate, { grade, map, policies }) ?? []);
    const { guard, alarm } = stepAll(certificate.guard, own);
    if (alarm)
      endings.push({ certificate, guard, kind: 'certificate.revoked', because: 'guard', note: null });
    else if (own.length > 0)
      await keep(tx, certificate, { ...guard, readTo: Math.max(...own.map(({ position }) => position)) + 1 });
  }
  await endCertificates(tx, { kind: 'system', duty: 'guard-certificates' }, endings, at);
}

type Watched = LockedCertificate & { map: CalibrationMap | null };
type Policies = ReadonlyMap<string, PolicyDocument>;

function selectWatched(tx: Tx, grades: readonly Grade[]): Promise<Watched[]> {
  return tx.rows<Watched>(sql`
    select certificate_id, certificate.use_case_id, certificate.model_version_id, state, threshold, value, by_slice,
      map_number, promise, target_error, confidence_level, issued_at, policy_version_id, guard, calibration_map.parameters as map
    from certificate
    left join calibration_map on calibration_map.use_case_id = certificate.use_case_id and number = map_number
    where state = 'in-force'
      and certificate.model_version_id = any(${grades.map((grade) => grade.model_version_id)}::uuid[])
    order by certificate_id
    for update of certificate`);
}

/** The policies that routed these decisions; a certificate answers only for those that name it. */
async function namingPolicies(tx: Tx, grades: readonly Grade[]): Promise<Policies> {
  const rows = await tx.rows<{ policy_version_id: string; document: PolicyDocument }>(sql`
    select policy_version_id, document
    from policy_version
    where policy_version_id = any(${grades.map((grade) => grade.policy_version_id)}::uuid[])`);
  return new Map(rows.map((row) => [row.policy_version_id, row.document]));
}

/** One judged draw, as the detector takes it. */
type Step = { readonly bucket: Bucket; readonly position: number };

/** Null where a decision says nothing of what this certificate promises. */
function stepFor(
  certificate: LockedCertificate,
  { grade, map, policies }: { grade: Grade; map: CalibrationMap | null; policies: Policies },
): Step | null {
  const { position, wrong, routed, stratum } = grade;
  const document = policies.get(grade.policy_version_id);
  if (!document || grade.model_version_id !== certificate.model_version_id) return null;
  const names = ({ certificateId }: Threshold) => certificateId === certificate.certificate_id;
  if (!document.thresholds?.some(names)) return null;
  const passes = (map ? applyMap(map, grade.confidence) : grade.confidence) >= barFor(certificate, grade);
  if (certificate.promise === 'released' && (routed || !passes)) return null;
  const bucket = {
    labels: 1,
    wrong: wrong && passes ? 1 : 0,
    weight: drawWeight(document, { routed, stratum, probability: grade.inclusion_probability }),
  };
  return { bucket, position };
}

function barFor({ value, by_slice }: LockedCertificate, { predicted_class: label, metadata }: Grade): number {
  if (by_slice === null) return value;
  const slice = sliceIn(slicedField(by_slice.by), { label, metadata: metadata as Metadata }); // as it was checked
  return slice === null ? value : (ownValue(by_slice, slice) ?? value);
}

function stepAll(kept: KeptGuard, steps: readonly Step[]): { guard: KeptGuard; alarm: boolean } {
  let current = kept;
  for (const { bucket } of steps) {
    const watched = stepGuard(current.guard, [bucket]);
    if (!watched.ok) throw new Error(`the guard cannot step: ${watched.problems[0]?.message}`);
    const { guard, evidence, alarm } = watched;
    if (alarm) {
      // The detector has begun anew; what is kept tells why.
      const { labels, wrong: errors } = current.guard;
      const told = { ...current.guard, labels: labels + 1, wrong: errors + bucket.wrong };
      return { guard: { guard: told, evidence }, alarm };
    }
    current = { guard, evidence };
  }
  return { guard: current, alarm: false };
}

async function keep(tx: Tx, { certificate_id }: LockedCertificate, guard: KeptGuard): Promise<void> {
  await tx.run(sql`
    update certificate set guard = ${JSON.stringify(guard)} where certificate_id = ${certificate_id}`);
}
