import type { Actor } from '../../../core/access/actor.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import { getUseCase } from '../../use-cases/queries.ts';
import { refuseInvalid } from '../publishing/refuse-invalid.ts';
import { getPolicyVersion, lockPolicyVersion } from '../queries.ts';
import { authorOf, refuseKeyForPersons } from './author.ts';
import { refuseChangedMeanwhile, stepOrRefuse } from './step-version.ts';

/** Submits a draft for approval. One with errors is refused: nobody should have to read what cannot be published. */
export async function submitPolicy(
  { db }: Deps,
  actor: Actor,
  { policyVersionId, revision }: { policyVersionId: string; revision: number },
  at: Date,
) {
  return db.atomically(async (tx) => {
    const before = await lockPolicyVersion(tx, policyVersionId);
    refuseKeyForPersons(actor, before);
    const state = stepOrRefuse(before, 'submit');
    refuseChangedMeanwhile(before, revision);
    await refuseInvalid(tx, before, await getUseCase(tx, before.useCaseId));
    const author = await authorOf(tx, actor);
    await tx.run(sql`
      update policy_version
      set state = ${state}, submitted_by = ${author.personId}, submitted_by_key = ${author.apiKeyId},
        submitted_at = ${at}, writers = ${[...new Set([...before.writers, author.writer])]}::uuid[],
        returned_by = null, returned_at = null, returned_because = null, revision = revision + 1
      where policy_version_id = ${policyVersionId}`);
    const about = { policyVersion: policyVersionId, useCase: before.useCaseId };
    const facts = { version: before.version, documentSha256: before.documentHash };
    await appendEntries(tx, at, [{ kind: 'policy.submitted', actor, about, facts }]);
    return getPolicyVersion(tx, policyVersionId);
  });
}
