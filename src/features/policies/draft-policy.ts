import type { PolicyDocument } from '../../contract/policies.ts';
import type { Actor } from '../../core/access/actor.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { Refusal } from '../../platform/refusal.ts';
import { uuidv7 } from '../../platform/uuidv7.ts';
import { appendEntries } from '../ledger/append-entries.ts';
import { getUseCase } from '../use-cases/queries.ts';
import { documentHash } from './document-hash.ts';
import { authorOf } from './life/author.ts';
import { nextVersion } from './next-version.ts';
import { getPolicyVersion, policyInForce } from './queries.ts';

export type NewDraft = { useCaseId: string; document?: PolicyDocument; basedOn?: string; note?: string };

/** What a first draft starts from: nothing leaves without a person. */
const holdEverything: PolicyDocument = {
  rules: [],
  otherwise: { kind: 'hold', dueSeconds: 3600, timeout: { action: 'keep-holding' } },
  audit: { rate: 0.05 },
};

/** Starts a draft from a given document, a given version, the version in force, or from "hold everything". */
export async function draftPolicy({ db }: Deps, actor: Actor, draft: NewDraft, at: Date) {
  return db.atomically((tx) => draftPolicyIn(tx, actor, draft, at));
}

/** The same as part of a command that does more. */
export async function draftPolicyIn(tx: Tx, actor: Actor, draft: NewDraft, at: Date) {
  await getUseCase(tx, draft.useCaseId);
  const base = await baseOf(tx, draft);
  const document = draft.document ?? base?.document ?? holdEverything;
  const policyVersionId = uuidv7(at.getTime());
  const version = await nextVersion(tx, draft.useCaseId);
  const { personId, apiKeyId, writer } = await authorOf(tx, actor);
  await tx.run(sql`
    insert into policy_version (policy_version_id, use_case_id, version, state, document, document_hash, note,
      based_on, created_by, created_by_key, created_at, changed_by, changed_by_key, changed_at, writers)
    values (${policyVersionId}, ${draft.useCaseId}, ${version}, 'draft', ${JSON.stringify(document)},
      ${documentHash(document)}, ${draft.note ?? ''}, ${base?.policyVersionId ?? null}, ${personId}, ${apiKeyId},
      ${at}, ${personId}, ${apiKeyId}, ${at}, ${[writer]}::uuid[])`);
  await appendEntries(tx, at, [
    {
      kind: 'policy.drafted',
      actor,
      about: { policyVersion: policyVersionId, useCase: draft.useCaseId },
      facts: { version },
    },
  ]);
  return getPolicyVersion(tx, policyVersionId);
}

async function baseOf(tx: Tx, { useCaseId, basedOn }: NewDraft) {
  if (basedOn === undefined) return policyInForce(tx, useCaseId);
  const base = await getPolicyVersion(tx, basedOn);
  if (base.useCaseId === useCaseId) return base;
  throw new Refusal('unprocessable', 'policy.other-use-case', 'That version belongs to another use case.');
}
