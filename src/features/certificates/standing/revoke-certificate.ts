import type { Person } from '../../../core/access/actor.ts';
import { stepCertificate } from '../../../core/certificates/certificate-life.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { getCertificate, unknownCertificate } from '../queries.ts';
import { endCertificates } from './end-certificates.ts';
import { lockCertificates } from './lock-certificates.ts';

/** Revokes by hand. Whoever comes second is told that it has ended. */
export async function revokeCertificate(
  { db }: Deps,
  actor: Person,
  { certificateId, note }: { certificateId: string; note: string },
  at: Date,
) {
  return db.atomically(async (tx) => {
    const [certificate] = await lockCertificates(
      tx,
      sql`
      where certificate_id = ${certificateId}
      for update`,
    );
    if (!certificate) throw unknownCertificate(certificateId);
    if (!stepCertificate(certificate.state, 'revoke').ok) {
      throw new Refusal(
        'conflict',
        'certificate.ended',
        `This certificate is ${certificate.state} already.`,
        {
          todo: 'Look at it again; there is nothing left to revoke.',
        },
      );
    }
    const ending = { certificate, guard: certificate.guard, note } as const;
    await endCertificates(tx, actor, [{ ...ending, kind: 'certificate.revoked', because: 'by-hand' }], at);
    return getCertificate(tx, certificateId);
  });
}
