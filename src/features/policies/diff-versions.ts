import { diffPolicies } from '../../core/policies/diff-policies.ts';
import type { Db } from '../../db/database.ts';
import { getPolicyVersion, type PolicyVersionAnswer } from './queries.ts';

/** What changed between two versions; from the one it is based on, unless another is named. */
export async function diffVersions(db: Db, policyVersionId: string, fromId: string | undefined) {
  const to = await getPolicyVersion(db, policyVersionId);
  const base = fromId ?? to.basedOn;
  const from = base ? await getPolicyVersion(db, base) : null;
  const changes = from ? diffPolicies(from.document, to.document) : [];
  return { from: from && named(from), to: named(to), changes: [...changes] };
}

function named({ policyVersionId, version, document }: PolicyVersionAnswer) {
  return { policyVersionId, version, document };
}
