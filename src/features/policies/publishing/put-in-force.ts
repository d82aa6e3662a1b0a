import type { Person } from '../../../core/access/actor.ts';
import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { appendEntries, type EntryPointer, type NewEntry } from '../../ledger/append-entries.ts';
import { bumpRoutingEpoch } from '../../use-cases/bump-routing-epoch.ts';
import { stepOrRefuse } from '../life/step-version.ts';
import type { PolicyVersionAnswer } from '../queries.ts';

export type Publication = {
  actor: Person;
  at: Date;
  /** The version in force until now. */
  old: PolicyVersionAnswer | null;
  next: Pick<PolicyVersionAnswer, 'policyVersionId' | 'useCaseId' | 'version' | 'documentHash'>;
  facts?: NewEntry['facts'];
  /** What the same command tells of before. */
  before?: readonly NewEntry[];
};

/**
 * Supersedes the version in force and tells of the publication of the next; its row is the caller's to write. The
 * epoch moves in the same transaction: no decision commits under the old version once this one has committed.
 */
export async function putInForce(tx: Tx, publication: Publication): Promise<EntryPointer> {
  const { actor, at, old, next, facts, before = [] } = publication;
  if (old) await supersede(tx, old, at);
  // Before the entry: it waits for the recordings in flight, whose entries belong before that of the publication.
  await bumpRoutingEpoch(tx);
  const published: NewEntry = {
    kind: 'policy.published',
    actor,
    about: { policyVersion: next.policyVersionId, useCase: next.useCaseId },
    facts: { version: next.version, documentSha256: next.documentHash, ...facts },
  };
  const pointers = await appendEntries(tx, at, [...before, ...supersededEntry(old, actor), published]);
  return pointers.at(-1)!; // the publication comes last
}

async function supersede(tx: Tx, old: PolicyVersionAnswer, at: Date): Promise<void> {
  await tx.run(sql`
    update policy_version
    set state = ${stepOrRefuse(old, 'supersede')}, superseded_at = ${at}
    where policy_version_id = ${old.policyVersionId}`);
}

function supersededEntry(old: PolicyVersionAnswer | null, actor: Person): NewEntry[] {
  if (!old) return [];
  const about = { policyVersion: old.policyVersionId, useCase: old.useCaseId };
  return [{ kind: 'policy.superseded', actor, about, facts: { version: old.version } }];
}
