import type { Person } from '../../core/access/actor.ts';
import { sql } from '../../db/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { appendEntries } from '../ledger/append-entries.ts';
import { lockDraft } from './change-draft.ts';
import { getPolicyVersion } from './queries.ts';

/** Discards a draft; it stays in the history. */
export async function discardDraft({ db }: Deps, actor: Person, policyVersionId: string, at: Date) {
  return db.atomically(async (tx) => {
    const draft = await lockDraft(tx, policyVersionId);
    await tx.run(sql`
      update policy_version
      set state = 'discarded', changed_at = ${at}, revision = revision + 1
      where policy_version_id = ${policyVersionId}`);
    const about = { policyVersion: policyVersionId, useCase: draft.useCaseId };
    await appendEntries(tx, at, [
      { kind: 'policy.discarded', actor, about, facts: { version: draft.version } },
    ]);
    return getPolicyVersion(tx, policyVersionId);
  });
}
