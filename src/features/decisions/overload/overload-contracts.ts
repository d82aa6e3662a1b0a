import type { Overload } from '../../../core/policies/document.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';

/** A policy in force with an overload contract, and how many of its steps are taken. */
export type OverloadContract = {
  useCaseId: string;
  useCaseName: string;
  policyVersionId: string;
  overload: Overload;
  steps: number;
  since: Date | null;
  /** Null while no step of this policy version was ever taken. */
  changedAt: Date | null;
};

export async function overloadContracts(db: Db): Promise<OverloadContract[]> {
  const rows = await db.rows<{
    use_case_id: string;
    name: string;
    policy_version_id: string;
    overload: Overload;
    steps: number | null;
    since: Date | null;
    changed_at: Date | null;
  }>(sql`
    select use_case.use_case_id, use_case.name, policy_version.policy_version_id, document -> 'overload' as overload,
      steps, since, overload_state.changed_at
    from policy_version
    join use_case on use_case.use_case_id = policy_version.use_case_id
    left join overload_state on overload_state.policy_version_id = policy_version.policy_version_id
    where policy_version.state = 'published' and archived_at is null and jsonb_exists(document, 'overload')
    order by use_case.name, use_case.use_case_id`);
  return rows.map((row) => ({
    useCaseId: row.use_case_id,
    useCaseName: row.name,
    policyVersionId: row.policy_version_id,
    overload: row.overload,
    steps: row.steps ?? 0,
    since: row.since,
    changedAt: row.changed_at,
  }));
}
