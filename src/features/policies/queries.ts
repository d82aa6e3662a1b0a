import type { Static } from 'typebox';
import type { PolicyDocument, PolicyVersion } from '../../contract/policies.ts';
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
  publisher: string | null;
};

const columns = `policy_version_id, use_case_id, version, state, document, document_hash, note, based_on,
  author.name as author, policy_version.created_at, changed_at, publisher.name as publisher, published_at,
  superseded_at, policy_version.revision`;
const source = `policy_version
  join person author on author.person_id = created_by
  left join person publisher on publisher.person_id = published_by`;

export async function listPolicyVersions(
  db: Db,
  useCaseId: string,
  query: { cursor?: string; limit?: number },
) {
  const limit = query.limit ?? 50;
  const [below] = decodeCursor(query.cursor, ['whole']) ?? [null];
  const rows = await db.rows<PolicyVersionRow>({
    text: `select ${columns} from ${source}
      where use_case_id = $1 and ($2::integer is null or version < $2::integer)
      order by version desc limit $3`,
    values: [useCaseId, below, limit + 1],
  });
  return pageOf(rows, limit, { keys: (row) => [row.version], item: asPolicyVersion });
}

export async function getPolicyVersion(db: Db, policyVersionId: string): Promise<PolicyVersionAnswer> {
  return found(await db.row<PolicyVersionRow>(byId(policyVersionId, '')), policyVersionId);
}

export async function lockPolicyVersion(db: Db, policyVersionId: string): Promise<PolicyVersionAnswer> {
  return found(
    await db.row<PolicyVersionRow>(byId(policyVersionId, 'for update of policy_version')),
    policyVersionId,
  );
}

/** The version in force, or null before the first publication. */
export async function policyInForce(db: Db, useCaseId: string): Promise<PolicyVersionAnswer | null> {
  const row = await db.row<PolicyVersionRow>({
    text: `select ${columns} from ${source} where use_case_id = $1 and state = 'published'`,
    values: [useCaseId],
  });
  return row ? asPolicyVersion(row) : null;
}

function byId(policyVersionId: string, lock: string): Sql {
  return {
    text: `select ${columns} from ${source} where policy_version_id = $1 ${lock}`,
    values: [policyVersionId],
  };
}

function found(row: PolicyVersionRow | null, policyVersionId: string): PolicyVersionAnswer {
  if (row) return asPolicyVersion(row);
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
    changedAt: row.changed_at.toISOString(),
    publishedBy: row.publisher,
    publishedAt: row.published_at?.toISOString() ?? null,
    supersededAt: row.superseded_at?.toISOString() ?? null,
    revision: row.revision,
  };
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
