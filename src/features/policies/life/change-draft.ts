import type { BodyOf } from '../../../contract/endpoint.ts';
import type * as contract from '../../../contract/policies.ts';
import type { Actor } from '../../../core/access/actor.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import { documentHash } from '../document-hash.ts';
import { getPolicyVersion, lockPolicyVersion } from '../queries.ts';
import { authorOf, refuseKeyForPersons } from './author.ts';
import { refuseChangedMeanwhile, stepOrRefuse } from './step-version.ts';

/**
 * Changes a version's document or note; absent leaves. What was submitted or approved becomes a draft again: nothing
 * but what was approved is ever published as approved.
 */
export async function changeDraft(
  { db }: Deps,
  actor: Actor,
  policyVersionId: string,
  change: BodyOf<typeof contract.changeDraft>,
  at: Date,
) {
  return db.atomically(async (tx) => {
    const before = await lockPolicyVersion(tx, policyVersionId);
    refuseKeyForPersons(actor, before);
    const state = stepOrRefuse(before, 'change');
    refuseChangedMeanwhile(before, change.revision);
    const author = await authorOf(tx, actor);
    const document = change.document ?? before.document;
    await tx.run(sql`
      update policy_version
      set state = ${state}, document = ${JSON.stringify(document)}, document_hash = ${documentHash(document)},
        note = ${change.note ?? before.note}, changed_by = ${author.personId}, changed_by_key = ${author.apiKeyId},
        changed_at = ${at}, writers = ${[...new Set([...before.writers, author.writer])]}::uuid[],
        submitted_by = null, submitted_by_key = null, submitted_at = null, approved_by = null, approved_at = null,
        revision = revision + 1
      where policy_version_id = ${policyVersionId}`);
    await appendEntries(tx, at, [
      {
        kind: 'policy.changed',
        actor,
        about: { policyVersion: policyVersionId, useCase: before.useCaseId },
        facts: { version: before.version, revision: before.revision + 1, before: before.state },
      },
    ]);
    return getPolicyVersion(tx, policyVersionId);
  });
}
