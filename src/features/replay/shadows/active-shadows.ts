import type { PolicyDocument } from '../../../contract/policies.ts';
import type { Shadow } from '../../../contract/shadows.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';

/** A shadow as it is evaluated. */
export type ActiveShadow = {
  shadowId: string;
  useCaseId: string;
  kind: Shadow['kind'];
  thresholds: Record<string, number> | null;
  document: PolicyDocument | null;
  modelVersionId: string | null;
  sliceBy: string | null;
  startedAtMs: number;
  /** The ledger below this position has been counted. */
  countedTo: number;
};

/** Those that have not ended, and those that have not counted everything before their end. */
export async function activeShadows(db: Db): Promise<ActiveShadow[]> {
  const rows = await db.rows<{
    shadow_id: string;
    use_case_id: string;
    kind: Shadow['kind'];
    thresholds: Record<string, number> | null;
    document: PolicyDocument | null;
    model_version_id: string | null;
    slice_by: string | null;
    started_at: Date;
    counted_to: number;
  }>({
    name: 'active-shadows',
    ...sql`
      select shadow_id, use_case_id, kind, thresholds, document, model_version_id, slice_by, started_at,
        counted_to
      from shadow
      where not finished`,
  });
  return rows.map((row) => ({
    shadowId: row.shadow_id,
    useCaseId: row.use_case_id,
    kind: row.kind,
    thresholds: row.thresholds,
    document: row.document,
    modelVersionId: row.model_version_id,
    sliceBy: row.slice_by,
    startedAtMs: row.started_at.getTime(),
    countedTo: row.counted_to,
  }));
}
