import type { PolicyDocument } from '../contract/policies.ts';
import type { Person } from '../core/access/actor.ts';
import { draftPolicy } from '../features/policies/draft-policy.ts';
import { publishPolicy } from '../features/policies/publish-policy.ts';
import type { Deps } from '../platform/deps.ts';

/** Puts a document in force at once, in place of whatever is in force. */
export async function publishDocument(
  deps: Deps,
  owner: Person,
  { useCaseId, document }: { useCaseId: string; document: PolicyDocument },
  at = deps.clock.now(),
) {
  const draft = await draftPolicy(deps, owner, { useCaseId, document }, at);
  return publishPolicy(deps, owner, { ...draft, inForce: draft.basedOn }, at);
}
