import type { Person } from '../../../core/access/actor.ts';
import { approvalRule } from '../../../core/policies/approval.ts';
import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import { lockUseCase } from '../../use-cases/queries.ts';
import { nextVersion } from '../next-version.ts';
import { getPolicyVersion, type PolicyVersionAnswer } from '../queries.ts';
import { putInForce } from './put-in-force.ts';
import { refuseInvalid } from './refuse-invalid.ts';
import { refuseOtherInForce } from './refuse-other-in-force.ts';

export type RollBack = { useCaseId: string; inForce: string; to?: string; note?: string };

/**
 * Puts an earlier document in force again, at once, by a new version. It takes no new approval where the document had
 * one: going back has to be quick on the day it is needed.
 */
export async function rollBackPolicy({ db }: Deps, actor: Person, given: RollBack, at: Date) {
  const { useCaseId, inForce, note } = given;
  return db.atomically(async (tx) => {
    const useCase = await lockUseCase(tx, useCaseId);
    const old = await refuseOtherInForce(tx, useCaseId, inForce);
    const earlier = await earlierVersion(tx, old, given);
    if (approvalRule(useCase.riskClass) === 'needed') await refuseNeverApproved(tx, earlier);
    await refuseInvalid(tx, earlier, useCase);
    const origin = earlier.rolledBackTo ?? earlier;
    const policyVersionId = uuidv7(at.getTime());
    const version = await nextVersion(tx, useCaseId);
    const about = { policyVersion: policyVersionId, useCase: useCaseId };
    const pointer = await putInForce(tx, {
      actor,
      at,
      old,
      next: { policyVersionId, useCaseId, version, documentHash: earlier.documentHash },
      facts: { rolledBackTo: origin.version },
      before: [{ kind: 'policy.drafted', actor, about, facts: { version } }],
    });
    await tx.run(sql`
      insert into policy_version (policy_version_id, use_case_id, version, state, document, document_hash, note, based_on,
        rolled_back_to, created_by, created_at, changed_by, changed_at, writers, published_by, published_at, commit_id,
        entry_index)
      values (${policyVersionId}, ${useCaseId}, ${version}, 'published', ${JSON.stringify(earlier.document)},
        ${Buffer.from(earlier.documentHash, 'hex')}, ${note ?? `Back to version ${origin.version}.`}, ${inForce},
        ${origin.policyVersionId}, ${actor.personId}, ${at}, ${actor.personId}, ${at}, ${[actor.personId]}::uuid[],
        ${actor.personId}, ${at}, ${pointer.commitId}, ${pointer.entryIndex})`);
    return getPolicyVersion(tx, policyVersionId);
  });
}

async function earlierVersion(
  tx: Tx,
  old: PolicyVersionAnswer | null,
  { useCaseId, to }: RollBack,
): Promise<PolicyVersionAnswer> {
  if (to === undefined) return versionBefore(tx, old);
  const earlier = await getPolicyVersion(tx, to);
  if (earlier.useCaseId !== useCaseId)
    throw new Refusal('unprocessable', 'policy.other-use-case', 'That version belongs to another use case.');
  if (earlier.state === 'superseded') return earlier;
  const state =
    earlier.state === 'published' ? 'in force already' : `${earlier.state} and was never in force`;
  throw new Refusal('conflict', 'policy.never-in-force', `Version ${earlier.version} is ${state}.`, {
    todo: 'Name a version that was superseded.',
  });
}

/**
 * The version in force before this one. Going back twice goes further back, not forth again: a version that came by
 * going back stands where the one it went back to stood.
 */
async function versionBefore(tx: Tx, old: PolicyVersionAnswer | null): Promise<PolicyVersionAnswer> {
  const from = old && (old.rolledBackTo ?? old);
  const before = from
    ? await tx.row<{ policy_version_id: string }>(sql`
        select before.policy_version_id
        from policy_version before
        join policy_version here using (use_case_id)
        where here.policy_version_id = ${from.policyVersionId} and before.state = 'superseded'
          and (before.published_at, before.version) < (here.published_at, here.version)
        order by before.published_at desc, before.version desc
        limit 1`)
    : null;
  if (before) return getPolicyVersion(tx, before.policy_version_id);
  throw new Refusal('conflict', 'policy.nothing-to-roll-back', 'No earlier version was in force.', {
    todo: 'Draft what should apply instead and publish it.',
  });
}

/** An approval is one of a document: whoever puts the same one in force again needs no second. */
async function refuseNeverApproved(tx: Tx, { useCaseId, documentHash, version }: PolicyVersionAnswer) {
  const approved = await tx.row(sql`
    select policy_version_id
    from policy_version
    where use_case_id = ${useCaseId} and document_hash = ${Buffer.from(documentHash, 'hex')}
      and approved_by is not null
    limit 1`);
  if (approved) return;
  throw new Refusal(
    'conflict',
    'policy.needs-approval',
    `The risk of this use case is high, and nobody ever approved what version ${version} says.`,
    { todo: 'Start a draft from it and have it approved.' },
  );
}
