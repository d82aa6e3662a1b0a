import type * as contract from '../../../contract/certificates.ts';
import type { BodyOf } from '../../../contract/endpoint.ts';
import type { Person } from '../../../core/access/actor.ts';
import { openGuard } from '../../../core/certificates/guard.ts';
import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import { appendEntries, type EntryPointer } from '../../ledger/append-entries.ts';
import { lockUseCase } from '../../use-cases/queries.ts';
import { type Findings, getCertificate, type KeptGuard } from '../queries.ts';
import { type Evidence, readEvidence } from './evidence.ts';
import type { CertifiedPreview } from './preview-answer.ts';
import { previewCertificate } from './preview-certificate.ts';

export type NewCertificate = { useCaseId: string } & BodyOf<typeof contract.issueCertificate>;

const dayMs = 86_400_000;

/** Issues what a preview shows, from labels read anew. It changes nothing until a policy's threshold names it. */
export async function issueCertificate({ db }: Deps, actor: Person, asked: NewCertificate, at: Date) {
  const { validDays = 30, note = '', ...question } = asked;
  const evidence = await readEvidence(db, question, at);
  if (evidence.model.retired) throw retired(evidence.model.name);
  const preview = await previewCertificate(db, question, { evidence, at });
  if (preview.outcome === 'not-certifiable') throw notCertifiable(preview);
  return db.atomically(async (tx) => {
    // The use case's row makes two who issue at once take turns, so that the second sees what the first did.
    await lockUseCase(tx, asked.useCaseId);
    await refuseSame(tx, asked, evidence);
    const certificateId = uuidv7(at.getTime());
    const [pointer] = await appendEntries(tx, at, [
      {
        kind: 'certificate.issued',
        actor,
        about: { certificate: certificateId, modelVersion: asked.modelVersionId, useCase: asked.useCaseId },
        facts: {
          threshold: asked.threshold,
          valuePpm: Math.round(preview.threshold * 1e6),
          promise: preview.promise,
          targetErrorPpm: Math.round(asked.targetError * 1e6),
          ...(asked.confidenceLevel ? { confidencePpm: Math.round(asked.confidenceLevel * 1e6) } : {}),
          labels: preview.n,
          errors: preview.k,
        },
      },
    ]);
    await insert(
      tx,
      { certificateId, actor, asked, preview, evidence, pointer: pointer!, note, at },
      validDays,
    ); // one entry
    return getCertificate(tx, certificateId);
  });
}

type Row = {
  certificateId: string;
  actor: Person;
  asked: NewCertificate;
  preview: CertifiedPreview;
  evidence: Evidence;
  pointer: EntryPointer;
  note: string;
  at: Date;
};

async function insert(tx: Tx, row: Row, validDays: number): Promise<void> {
  const { certificateId, actor, asked, preview, evidence, pointer, note, at } = row;
  const { coverage, n, k, upper, deltaSpent, load, ladder, slices, labels, sentence } = preview;
  const findings: Findings = { coverage, n, k, upper, deltaSpent, load, ladder, slices, labels, sentence };
  const expiresAt = new Date(at.getTime() + validDays * dayMs);
  await tx.run(sql`
    insert into certificate (certificate_id, use_case_id, model_version_id, state, threshold, value, by_slice,
      map_number, slice_by, promise, target_error, confidence_level, statistic, window_from, window_before, findings, note,
      issued_by, issued_at, expires_at, guard, commit_id, entry_index)
    values (${certificateId}, ${asked.useCaseId}, ${asked.modelVersionId}, 'issued', ${asked.threshold},
      ${preview.threshold}, ${preview.bySlice && JSON.stringify(preview.bySlice)}, ${asked.map ?? null},
      ${asked.sliceBy ?? null}, ${preview.promise}, ${asked.targetError}, ${asked.confidenceLevel ?? null},
      ${preview.statistic},
      ${evidence.window.from}, ${evidence.window.before}, ${JSON.stringify(findings)}, ${note}, ${actor.personId},
      ${at}, ${expiresAt}, ${JSON.stringify(guardOf(asked.targetError, preview))}, ${pointer.commitId},
      ${pointer.entryIndex})`);
}

/** Below a thousand a false alarm would come too soon even where labels are few. */
const shortestRun = 1000;

/** One judged draw is one step: a false alarm comes at most once a year on average at the label rate of the window. */
function guardOf(target: number, { promise, coverage, load, labels }: CertifiedPreview): KeptGuard {
  const watched = promise === 'released' ? coverage : 1;
  const perDay = watched * (labels.auditRate ?? 0) * decisionsPerDay(load, { coverage, labels });
  const opened = openGuard({ target, averageRun: Math.max(shortestRun, Math.ceil(365 * perDay)) });
  if (!opened.ok) throw new Error(`the guard cannot be opened: ${opened.problems[0]?.message}`);
  return { guard: opened.guard, evidence: 0 };
}

/** The load is a share of the traffic, and the traffic is what is left when the share is taken off. */
function decisionsPerDay(
  { reviewsPerDay }: CertifiedPreview['load'],
  { coverage, labels }: Pick<CertifiedPreview, 'coverage' | 'labels'>,
): number {
  const share = 1 - coverage * (1 - (labels.auditRate ?? 0));
  return share > 0 ? reviewsPerDay / share : 0;
}

/** Sent twice, or by two people at once, a certificate is issued once: a second look at the same labels costs confidence. */
async function refuseSame(tx: Tx, asked: NewCertificate, { window }: Evidence): Promise<void> {
  const same = await tx.row<{ certificate_id: string; issuer: string }>(sql`
    select certificate_id, person.name as issuer
    from certificate
    join person on person.person_id = issued_by
    where use_case_id = ${asked.useCaseId} and model_version_id = ${asked.modelVersionId}
      and threshold = ${asked.threshold} and state in ('issued', 'in-force')
      and map_number is not distinct from ${asked.map ?? null}::integer
      and slice_by is not distinct from ${asked.sliceBy ?? null}::text
      and promise = ${asked.promise ?? 'released'} and target_error = ${asked.targetError}
      and confidence_level is not distinct from ${asked.confidenceLevel ?? null}::double precision
      and statistic = ${asked.statistic ?? 'exact'}
      and window_from between ${window.from}::timestamptz - interval '1 minute' and ${window.from}::timestamptz + interval '1 minute'
      and window_before between ${window.before}::timestamptz - interval '1 minute'
        and ${window.before}::timestamptz + interval '1 minute'
    order by certificate_id
    limit 1`);
  if (!same) return;
  const message = `${same.issuer} has issued this very certificate already.`;
  throw new Refusal('conflict', 'certificate.already-issued', message, {
    todo: 'Use that one; it is in the list.',
    facts: { certificateId: same.certificate_id },
  });
}

function retired(model: string): Refusal {
  return new Refusal(
    'unprocessable',
    'certificate.model-retired',
    `${model} is retired and decides nothing more.`,
    {
      todo: 'Choose a model version in use.',
    },
  );
}

function notCertifiable({
  sentence,
  needed,
}: Extract<contract.CertificatePreview, { outcome: 'not-certifiable' }>): Refusal {
  return new Refusal('unprocessable', 'certificate.not-certifiable', sentence, {
    todo: needed.sentence,
    facts: { needed },
  });
}
