import type { Routed } from '../../contract/decisions.ts';
import type { PolicyDocument } from '../../contract/policies.ts';
import { type RecordedRouting, reasonsFor } from '../../core/policies/reasons-for.ts';
import type { Db } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';

type RoutedRow = {
  policy_version_id: string;
  rule_index: number | null;
  reason: string | null;
  route: Routed['route'];
  standing_approval_id?: string | null;
  /** Of the routing context; null in ordinary times. */
  overload_steps?: number | null;
};

/** The reasons of recorded decisions, as they were first told: from the policy version each was routed by. */
export async function reasonsOf(
  db: Db,
  rows: readonly RoutedRow[],
): Promise<(row: RoutedRow) => Routed['reasons']> {
  const versions = [...new Set(rows.map((row) => row.policy_version_id))];
  if (versions.length === 0) return () => [];
  const documents = await db.rows<{ policy_version_id: string; document: PolicyDocument }>(sql`
    select policy_version_id, document from policy_version where policy_version_id = any(${versions}::uuid[])`);
  const known = new Map(documents.map((row) => [row.policy_version_id, row.document]));
  return (row) => {
    const document = known.get(row.policy_version_id);
    if (!document) return [];
    const recorded: RecordedRouting = {
      ruleIndex: row.rule_index,
      failure: row.reason,
      routeKind: row.route,
      standingApprovalId: row.standing_approval_id ?? null,
      overloadSteps: row.overload_steps ?? 0,
    };
    return [...reasonsFor(document, recorded)];
  };
}
