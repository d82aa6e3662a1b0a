import type { Person } from '../../core/access/actor.ts';
import { checkPolicy } from '../../core/policies/check-policy.ts';
import type { PolicySubject } from '../../core/use-cases/use-case.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { Refusal } from '../../platform/refusal.ts';
import { appendEntries } from '../ledger/append-entries.ts';
import { bumpRoutingEpoch } from '../use-cases/bump-routing-epoch.ts';
import { lockUseCase } from '../use-cases/queries.ts';
import { lockDraft } from './change-draft.ts';
import { getPolicyVersion, type PolicyVersionAnswer, policyInForce } from './queries.ts';

/**
 * Publishes a draft and supersedes the version in force. The epoch moves in the same transaction: no decision commits
 * under the old version once this one has committed.
 */
export async function publishPolicy(
  { db }: Deps,
  actor: Person,
  { policyVersionId, revision }: { policyVersionId: string; revision: number },
  at: Date,
) {
  return db.atomically(async (tx) => {
    const draft = await lockDraft(tx, policyVersionId, revision);
    // First the lock, then the check: fields and classes cannot change in between, and publications take turns.
    refuseInvalid(draft, await lockUseCase(tx, draft.useCaseId));
    const old = await policyInForce(tx, draft.useCaseId);
    if (old) await supersede(tx, old, at);
    // Before the entry: it waits for the recordings in flight, whose entries belong before that of the publication.
    await bumpRoutingEpoch(tx);
    const entries = [...supersededEntry(old, actor), publishedEntry(draft, actor)];
    const pointer = (await appendEntries(tx, at, entries)).at(-1)!; // the publication comes last
    await tx.run(sql`
      update policy_version
      set state = 'published', published_by = ${actor.personId}, published_at = ${at}, changed_at = ${at},
        revision = revision + 1, commit_id = ${pointer.commitId}, entry_index = ${pointer.entryIndex}
      where policy_version_id = ${policyVersionId}`);
    return getPolicyVersion(tx, policyVersionId);
  });
}

async function supersede(tx: Tx, old: PolicyVersionAnswer, at: Date): Promise<void> {
  await tx.run(sql`
    update policy_version
    set state = 'superseded', superseded_at = ${at}
    where policy_version_id = ${old.policyVersionId}`);
}

function supersededEntry(old: PolicyVersionAnswer | null, actor: Person) {
  if (!old) return [];
  const about = { policyVersion: old.policyVersionId, useCase: old.useCaseId };
  return [{ kind: 'policy.superseded' as const, actor, about, facts: { version: old.version } }];
}

function publishedEntry(draft: PolicyVersionAnswer, actor: Person) {
  return {
    kind: 'policy.published' as const,
    actor,
    about: { policyVersion: draft.policyVersionId, useCase: draft.useCaseId },
    facts: { version: draft.version, documentSha256: draft.documentHash },
  };
}

function refuseInvalid(draft: PolicyVersionAnswer, useCase: PolicySubject): void {
  const errors = checkPolicy(draft.document, useCase).filter((problem) => problem.severity === 'error');
  if (errors.length === 0) return;
  throw new Refusal('unprocessable', 'policy.invalid', 'This draft cannot be published yet.', {
    todo: errors.map((problem) => problem.message).join(' '),
    problems: errors.map(({ at, message }) => ({ at, message })),
  });
}
