import type { Tx } from '../../db/database.ts';
import type { ModelVersionRow } from '../../db/rows.ts';
import { sql } from '../../db/sql.ts';
import { Refusal } from '../../platform/refusal.ts';

/** Locks a model version for a change; refuses where there is none. */
export async function lockModelVersion(tx: Tx, modelVersionId: string): Promise<ModelVersionRow> {
  const row = await tx.row<ModelVersionRow>(sql`
    select model_version_id, use_case_id, name, description, state, registered_at, retired_at
    from model_version
    where model_version_id = ${modelVersionId}
    for update`);
  if (row) return row;
  throw new Refusal('not-found', 'model.unknown', `There is no model version ${modelVersionId}.`);
}
