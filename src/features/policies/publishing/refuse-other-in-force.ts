import { diffPolicies } from '../../../core/policies/diff-policies.ts';
import type { Tx } from '../../../db/database.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { getPolicyVersion, type PolicyVersionAnswer, policyInForce } from '../queries.ts';

/**
 * The version in force, if it is the one the caller believes it to be; else the refusal says who published what when,
 * and what is different from what the caller knows. The use case is locked, so nothing is published in between.
 */
export async function refuseOtherInForce(
  tx: Tx,
  useCaseId: string,
  believedId: string | null,
): Promise<PolicyVersionAnswer | null> {
  const current = await policyInForce(tx, useCaseId);
  if ((current?.policyVersionId ?? null) === believedId) return current;
  const believed = believedId === null ? null : await getPolicyVersion(tx, believedId);
  if (believed && believed.useCaseId !== useCaseId)
    throw new Refusal('unprocessable', 'policy.other-use-case', 'That version belongs to another use case.');
  throw otherInForce(current, believed);
}

function otherInForce(current: PolicyVersionAnswer | null, believed: PolicyVersionAnswer | null): Refusal {
  const said = believed ? `version ${believed.version}` : 'nothing';
  const message = current
    ? `${current.publishedBy} published version ${current.version} at ${current.publishedAt}; you took ${said} to be in force.`
    : `Nothing is in force yet; you took ${said} to be in force.`;
  return new Refusal('conflict', 'policy.other-published', message, {
    todo: 'Look at what changed. If your version still stands, publish it again and name the one in force now.',
    facts: {
      inForce: current && {
        policyVersionId: current.policyVersionId,
        version: current.version,
        publishedBy: current.publishedBy,
        publishedAt: current.publishedAt,
        note: current.note,
      },
      changes: current && believed ? diffPolicies(believed.document, current.document) : [],
    },
  });
}
