import type { Static } from 'typebox';
import type { ModelVersion } from '../../contract/models.ts';
import type { ModelState } from '../../core/policies/facts.ts';
import type { Db } from '../../db/database.ts';
import type { ModelVersionRow } from '../../db/rows.ts';
import { sql } from '../../db/sql.ts';
import { decodeCursor, pageOf } from '../../platform/page.ts';

type ModelVersionAnswer = Static<typeof ModelVersion>;

export async function listModelVersions(
  db: Db,
  useCaseId: string,
  query: { cursor?: string; limit?: number },
) {
  const limit = query.limit ?? 50;
  const [before] = decodeCursor(query.cursor, ['uuid']) ?? [null];
  const rows = await db.rows<ModelVersionRow>(sql`
    select model_version_id, use_case_id, name, description, state, registered_at, retired_at
    from model_version
    where use_case_id = ${useCaseId} and (${before}::uuid is null or model_version_id < ${before}::uuid)
    order by model_version_id desc
    limit ${limit + 1}`);
  return pageOf(rows, limit, { keys: (row) => [row.model_version_id], item: asModelVersion });
}

export function asModelVersion(row: ModelVersionRow): ModelVersionAnswer {
  return {
    modelVersionId: row.model_version_id,
    useCaseId: row.use_case_id,
    name: row.name,
    description: row.description,
    state: row.state,
    registeredAt: row.registered_at.toISOString(),
    retiredAt: row.retired_at?.toISOString() ?? null,
  };
}

/** A model version as routing needs it. */
export type RoutingModel = { modelVersionId: string; state: ModelState };

/** Model versions that may send decisions, by use case and name. */
export async function routingModels(db: Db): Promise<Map<string, Map<string, RoutingModel>>> {
  const rows = await db.rows<
    Pick<ModelVersionRow, 'use_case_id' | 'name' | 'model_version_id' | 'state'>
  >(sql`
    select use_case_id, name, model_version_id, state from model_version where retired_at is null`);
  const byUseCase = new Map<string, Map<string, RoutingModel>>();
  for (const { use_case_id, name, model_version_id: modelVersionId, state } of rows) {
    const models = byUseCase.get(use_case_id) ?? new Map<string, RoutingModel>();
    byUseCase.set(use_case_id, models.set(name, { modelVersionId, state }));
  }
  return byUseCase;
}
