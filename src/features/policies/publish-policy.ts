import type { Person } from '../../core/access/actor.ts';
import { approvalRule, twoPeopleStandBy } from '../../core/policies/approval.ts';
import { sql } from '../../db/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { Refusal } from '../../platform/refusal.ts';
import { lockUseCase } from '../use-cases/queries.ts';
import { refuseChangedMeanwhile, stepOrRefuse } from './life/step-version.ts';
import { putInForce } from './publishing/put-in-force.ts';
import { refuseInvalid } from './publishing/refuse-invalid.ts';
import { refuseOtherInForce } from './publishing/refuse-other-in-force.ts';
import { getPolicyVersion, lockPolicyVersion } from './queries.ts';

/** `inForce` is the version that whoever publishes believes to replace. */
export type Publish = { policyVersionId: string; revision: number; inForce: string | null };

/** Publishes a version and supersedes the one in force. Where the risk is high, it needs another person's approval. */
export async function publishPolicy({ db }: Deps, actor: Person, given: Publish, at: Date) {
  const { policyVersionId, revision, inForce } = given;
  return db.atomically(async (tx) => {
    // Locks go from the use case to its versions, everywhere. With the use case held, publications take turns, and
    // fields, classes and risk cannot change between the check and the commit.
    const { useCaseId } = await getPolicyVersion(tx, policyVersionId);
    const useCase = await lockUseCase(tx, useCaseId);
    const version = await lockPolicyVersion(tx, policyVersionId);
    const approval = approvalRule(useCase.riskClass);
    const state = stepOrRefuse(version, 'publish', approval);
    refuseChangedMeanwhile(version, revision);
    if (approval === 'needed' && !twoPeopleStandBy(actor.personId, version.signatures))
      throw aloneWith(version.version);
    const old = await refuseOtherInForce(tx, useCaseId, inForce);
    await refuseInvalid(tx, version, useCase);
    const pointer = await putInForce(tx, { actor, at, old, next: version });
    await tx.run(sql`
      update policy_version
      set state = ${state}, published_by = ${actor.personId}, published_at = ${at}, revision = revision + 1,
        commit_id = ${pointer.commitId}, entry_index = ${pointer.entryIndex}
      where policy_version_id = ${policyVersionId}`);
    return getPolicyVersion(tx, policyVersionId);
  });
}

function aloneWith(version: number): Refusal {
  return new Refusal(
    'forbidden',
    'policy.needs-another-person',
    `API keys wrote version ${version} and you approved it, so somebody else has to publish it.`,
    { todo: 'Ask another policy owner.' },
  );
}
