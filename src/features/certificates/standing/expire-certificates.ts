import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { endCertificates } from './end-certificates.ts';
import { lockCertificates } from './lock-certificates.ts';

/** Ends certificates whose time has come. Every minute; one look at an index of those that could, and row locks on those that do. */
export async function expireCertificates({ db }: Deps, at: Date): Promise<number> {
  return db.atomically(async (tx) => {
    const due = await lockCertificates(
      tx,
      sql`
      where state in ('issued', 'in-force') and expires_at <= ${at}
      order by certificate_id
      limit 100
      for update skip locked`,
    );
    const endings = due.map((certificate) => ({
      certificate,
      guard: certificate.guard,
      note: null,
      because: null,
    }));
    const expired = endings.map((ending) => ({ ...ending, kind: 'certificate.expired' as const }));
    await endCertificates(tx, { kind: 'system', duty: 'expire-certificates' }, expired, at);
    return due.length;
  });
}
