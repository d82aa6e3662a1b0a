import type { Static } from 'typebox';
import type { PolicyDocument, PolicyVersion } from '../../contract/policies.ts';
import type { Signatures } from '../../core/policies/approval.ts';
import { type CompiledPolicy, compilePolicy } from '../../core/policies/compile-policy.ts';
import type { PolicySubject } from '../../core/use-cases/use-case.ts';
import type { Db } from '../../db/database.ts';
import type * as rows from '../../db/rows.ts';
import { type Sql, sql } from '../../db/sql.ts';
import { decodeCursor, pageOf } from '../../platform/page.ts';
import { Refusal } from '../../platform/refusal.ts';

export type PolicyVersionAnswer = Static<typeof PolicyVersion>;

type PolicyVersionRow = rows.PolicyVersionRow & {
  document: PolicyDocument;
  author: string;
  changer: string;
  submitter: string | null;
  approver: string | null;
  returner: string | null;
  publisher: string | null;
  rolled_back_version: number | null;
};

// Machines sign with the name of their key.
const columns = `v.policy_version_id, v.use_case_id, v.version, v.state, v.document, v.document_hash, v.note, v.based_on,
  v.created_by, v.created_by_key, v.changed_by, v.submitted_by, v.approved_by, v.created_at, v.changed_at, v.submitted_at, v.approved_at, v.returned_at, v.returned_because, v.published_at,
  v.superseded_at, v.rolled_back_to, v.writers, v.revision,
  coalesce(author.name, author_key.name || ' (API key)') as author,
  coalesce(changer.name, changer_key.name || ' (API key)') as changer,
  coalesce(submitter.name, submitter_key.name || ' (API key)') as submitter,
  approver.name as approver, returner.name as returner, publisher.name as publisher,
  earlier.version as rolled_back_version`;
const source = `policy_version v
  left join person author on author.person_id = v.created_by
  left join api_key author_key on author_key.api_key_id = v.created_by_key
  left join person changer on changer.person_id = v.changed_by
  left join api_key changer_key on changer_key.api_key_id = v.changed_by_key
  left join person submitter on submitter.person_id = v.submitted_by
  left join api_key submitter_key on submitter_key.api_key_id = v.submitted_by_key
  left join person approver on approver.person_id = v.approved_by
  left join person returner on returner.person_id = v.returned_by
  left join person publisher on publisher.person_id = v.published_by
  left join policy_version earlier on earlier.policy_version_id = v.rolled_back_to`;

export async function listPolicyVersions(
  db: Db,
  useCaseId: string,
  query: { cursor?: string; limit?: number },
) {
  const limit = query.limit ?? 50;
  const [below] = decodeCursor(query.cursor, ['whole']) ?? [null];
  const rows = await db.rows<PolicyVersionRow>({
    text: `select ${columns} from ${source}
      where v.use_case_id = $1 and ($2::integer is null or v.version < $2::integer)
      order by v.version desc limit $3`,
    values: [useCaseId, below, limit + 1],
  });
  return pageOf(rows, limit, { keys: (row) => [row.version], item: asPolicyVersion });
}

export async function getPolicyVersion(db: Db, policyVersionId: string): Promise<PolicyVersionAnswer> {
  return asPolicyVersion(found(await db.row<PolicyVersionRow>(byId(policyVersionId, '')), policyVersionId));
}

/** A version held for a change, with the people behind it by id. */
export type LockedVersion = PolicyVersionAnswer & { signatures: Signatures };

export async function lockPolicyVersion(db: Db, policyVersionId: string): Promise<LockedVersion> {
  const row = found(
    await db.row<PolicyVersionRow>(byId(policyVersionId, 'for update of v')),
    policyVersionId,
  );
  const signatures = {
    createdBy: row.created_by,
    changedBy: row.changed_by,
    submittedBy: row.submitted_by,
    approvedBy: row.approved_by,
  };
  return { ...asPolicyVersion(row), signatures };
}

/** The version in force, or null before the first publication. */
export async function policyInForce(db: Db, useCaseId: string): Promise<PolicyVersionAnswer | null> {
  const row = await db.row<PolicyVersionRow>({
    text: `select ${columns} from ${source} where v.use_case_id = $1 and v.state = 'published'`,
    values: [useCaseId],
  });
  return row ? asPolicyVersion(row) : null;
}

function byId(policyVersionId: string, lock: string): Sql {
  return {
    text: `select ${columns} from ${source} where v.policy_version_id = $1 ${lock}`,
    values: [policyVersionId],
  };
}

function found(row: PolicyVersionRow | null, policyVersionId: string): PolicyVersionRow {
  if (row) return row;
  throw new Refusal('not-found', 'policy.unknown', `There is no policy version ${policyVersionId}.`);
}

function asPolicyVersion(row: PolicyVersionRow): PolicyVersionAnswer {
  return {
    policyVersionId: row.policy_version_id,
    useCaseId: row.use_case_id,
    version: row.version,
    state: row.state,
    document: row.document,
    documentHash: row.document_hash.toString('hex'),
    note: row.note,
    basedOn: row.based_on,
    createdBy: row.author,
    createdAt: row.created_at.toISOString(),
    changedBy: row.changer,
    changedAt: row.changed_at.toISOString(),
    submittedBy: row.submitter,
    submittedAt: row.submitted_at?.toISOString() ?? null,
    approvedBy: row.approver,
    approvedAt: row.approved_at?.toISOString() ?? null,
    returned: returnOf(row),
    publishedBy: row.publisher,
    publishedAt: row.published_at?.toISOString() ?? null,
    supersededAt: row.superseded_at?.toISOString() ?? null,
    rolledBackTo: earlierOf(row),
    byKey: row.created_by_key !== null,
    writers: row.writers,
    revision: row.revision,
  };
}

function returnOf(row: PolicyVersionRow): PolicyVersionAnswer['returned'] {
  const { returner: by, returned_at: at, returned_because: reason } = row;
  return by !== null && at !== null && reason !== null ? { by, at: at.toISOString(), reason } : null;
}

function earlierOf(row: PolicyVersionRow): PolicyVersionAnswer['rolledBackTo'] {
  const { rolled_back_to: policyVersionId, rolled_back_version: version } = row;
  return policyVersionId !== null && version !== null ? { policyVersionId, version } : null;
}

/** Audited items are judged within a day where the policy does not say. */
const defaultAuditDueSeconds = 86_400;

/** The policies in force, compiled, by use case. */
export async function routingPolicies(
  db: Db,
  useCases: readonly { useCaseId: string; subject: PolicySubject }[],
): Promise<Map<string, { policyVersionId: string; compiled: CompiledPolicy; auditDueSeconds: number }>> {
  const rows = await db.rows<Pick<PolicyVersionRow, 'policy_version_id' | 'use_case_id' | 'document'>>(sql`
    select policy_version_id, use_case_id, document from policy_version where state = 'published'`);
  const subjects = new Map(useCases.map((useCase) => [useCase.useCaseId, useCase.subject]));
  return new Map(
    rows.flatMap((row) => {
      const subject = subjects.get(row.use_case_id);
      if (!subject) return [];
      const policy = {
        policyVersionId: row.policy_version_id,
        compiled: compilePolicy(row.document, subject),
        auditDueSeconds: row.document.audit.dueSeconds ?? defaultAuditDueSeconds,
      };
      return [[row.use_case_id, policy] as const];
    }),
  );
}
