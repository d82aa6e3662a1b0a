import type { BodyOf } from '../../contract/endpoint.ts';
import type * as contract from '../../contract/policies.ts';
import type { Person } from '../../core/access/actor.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { Refusal } from '../../platform/refusal.ts';
import { appendEntries } from '../ledger/append-entries.ts';
import { documentHash } from './document-hash.ts';
import { getPolicyVersion, lockPolicyVersion, type PolicyVersionAnswer } from './queries.ts';

/** Changes a draft's document or note; absent leaves. Published versions never change. */
export async function changeDraft(
  { db }: Deps,
  actor: Person,
  policyVersionId: string,
  change: BodyOf<typeof contract.changeDraft>,
  at: Date,
) {
  return db.atomically(async (tx) => {
    const before = await lockDraft(tx, policyVersionId, change.revision);
    const document = change.document ?? before.document;
    await tx.run(sql`
      update policy_version
      set document = ${JSON.stringify(document)}, document_hash = ${documentHash(document)},
        note = ${change.note ?? before.note}, changed_at = ${at}, revision = revision + 1
      where policy_version_id = ${policyVersionId}`);
    const about = { policyVersion: policyVersionId, useCase: before.useCaseId };
    await appendEntries(tx, at, [
      {
        kind: 'policy.changed',
        actor,
        about,
        facts: { version: before.version, revision: before.revision + 1 },
      },
    ]);
    return getPolicyVersion(tx, policyVersionId);
  });
}

/** Locks a draft for a change; refuses what is no draft any more or was changed by somebody else. */
export async function lockDraft(
  tx: Tx,
  policyVersionId: string,
  revision?: number,
): Promise<PolicyVersionAnswer> {
  const draft = await lockPolicyVersion(tx, policyVersionId);
  if (draft.state !== 'draft') {
    throw new Refusal(
      'conflict',
      'policy.not-a-draft',
      `Version ${draft.version} is ${draft.state} and never changes.`,
      {
        todo: 'Start a new draft from it.',
      },
    );
  }
  if (revision !== undefined && draft.revision !== revision) {
    throw new Refusal('conflict', 'policy.changed-meanwhile', 'Somebody changed this draft meanwhile.', {
      todo: 'Load it again and repeat your change.',
    });
  }
  return draft;
}
