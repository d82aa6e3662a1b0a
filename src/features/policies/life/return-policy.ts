import type { Person } from '../../../core/access/actor.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import { getPolicyVersion, lockPolicyVersion } from '../queries.ts';
import { refuseChangedMeanwhile, stepOrRefuse } from './step-version.ts';

export type Return = { policyVersionId: string; revision: number; reason: string };

/** Returns a submitted or approved version to its author, with the reason. It is a draft again. */
export async function returnPolicy({ db }: Deps, actor: Person, given: Return, at: Date) {
  const { policyVersionId, revision, reason } = given;
  return db.atomically(async (tx) => {
    const before = await lockPolicyVersion(tx, policyVersionId);
    const state = stepOrRefuse(before, 'return');
    refuseChangedMeanwhile(before, revision);
    await tx.run(sql`
      update policy_version
      set state = ${state}, returned_by = ${actor.personId}, returned_at = ${at}, returned_because = ${reason},
        submitted_by = null, submitted_by_key = null, submitted_at = null, approved_by = null, approved_at = null,
        revision = revision + 1
      where policy_version_id = ${policyVersionId}`);
    const about = { policyVersion: policyVersionId, useCase: before.useCaseId };
    const facts = { version: before.version, before: before.state };
    await appendEntries(tx, at, [{ kind: 'policy.returned', actor, about, facts }]);
    return getPolicyVersion(tx, policyVersionId);
  });
}
