import type { Actor } from '../../../core/access/actor.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import { getPolicyVersion, lockPolicyVersion } from '../queries.ts';
import { authorOf, refuseKeyForPersons } from './author.ts';
import { stepOrRefuse } from './step-version.ts';

/** Discards a version that was never published; it stays in the history. */
export async function discardDraft({ db }: Deps, actor: Actor, policyVersionId: string, at: Date) {
  return db.atomically(async (tx) => {
    const before = await lockPolicyVersion(tx, policyVersionId);
    refuseKeyForPersons(actor, before);
    const state = stepOrRefuse(before, 'discard');
    const { personId, apiKeyId } = await authorOf(tx, actor);
    await tx.run(sql`
      update policy_version
      set state = ${state}, changed_by = ${personId}, changed_by_key = ${apiKeyId}, changed_at = ${at},
        revision = revision + 1
      where policy_version_id = ${policyVersionId}`);
    const about = { policyVersion: policyVersionId, useCase: before.useCaseId };
    const facts = { version: before.version, before: before.state };
    await appendEntries(tx, at, [{ kind: 'policy.discarded', actor, about, facts }]);
    return getPolicyVersion(tx, policyVersionId);
  });
}
