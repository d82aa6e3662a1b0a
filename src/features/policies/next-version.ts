import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';

/** The number of the next version of a use case. Its row makes two that start at once take turns. */
export async function nextVersion(tx: Tx, useCaseId: string): Promise<number> {
  await tx.row(sql`select use_case_id from use_case where use_case_id = ${useCaseId} for update`);
  const row = await tx.row<{ next: number }>(sql`
    select coalesce(max(version), 0) + 1 as next from policy_version where use_case_id = ${useCaseId}`);
  return row?.next ?? 1;
}
