import type { Person } from '../../../core/access/actor.ts';
import { mayApprove } from '../../../core/policies/approval.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import { getPolicyVersion, lockPolicyVersion } from '../queries.ts';
import { refuseChangedMeanwhile, stepOrRefuse } from './step-version.ts';

/** Approves a submitted version as it stands: the revision is that which was read. */
export async function approvePolicy(
  { db }: Deps,
  actor: Person,
  { policyVersionId, revision }: { policyVersionId: string; revision: number },
  at: Date,
) {
  return db.atomically(async (tx) => {
    const before = await lockPolicyVersion(tx, policyVersionId);
    const state = stepOrRefuse(before, 'approve');
    refuseChangedMeanwhile(before, revision);
    if (!mayApprove(actor.personId, before.writers)) throw hadAHandInIt(before.version);
    await tx.run(sql`
      update policy_version
      set state = ${state}, approved_by = ${actor.personId}, approved_at = ${at}, revision = revision + 1
      where policy_version_id = ${policyVersionId}`);
    const about = { policyVersion: policyVersionId, useCase: before.useCaseId };
    const facts = { version: before.version, documentSha256: before.documentHash };
    await appendEntries(tx, at, [{ kind: 'policy.approved', actor, about, facts }]);
    return getPolicyVersion(tx, policyVersionId);
  });
}

function hadAHandInIt(version: number): Refusal {
  return new Refusal(
    'forbidden',
    'policy.needs-another-person',
    `You had a hand in version ${version}, yourself or by an API key you made, so somebody else has to approve it.`,
    { todo: 'Ask another policy owner.' },
  );
}
