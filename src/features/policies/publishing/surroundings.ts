import type { PolicyDocument } from '../../../contract/policies.ts';
import type { Range, Surroundings } from '../../../core/policies/checks/problem.ts';
import { namedMaps } from '../../../core/policies/map-choice.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { listQualifications } from '../../access/people/list-qualifications.ts';

/** A calibration map as far as a policy leans on it. */
export type MapRange = Range & { readonly number: number; readonly model: string };

/** What a document leans on beside its use case: model versions that decide, what maps can give, who is qualified. */
export async function surroundingsOf(
  db: Db,
  { useCaseId, document, maps }: { useCaseId: string; document: PolicyDocument; maps: readonly MapRange[] },
): Promise<Required<Surroundings>> {
  const held = await listQualifications(db);
  return {
    models: await decidingModels(db, useCaseId),
    calibratedRanges: rangesOf(document, maps),
    qualifications: Object.fromEntries(held.map(({ qualification, people }) => [qualification, people])),
  };
}

/** Decisions of shadow versions are never routed. */
async function decidingModels(db: Db, useCaseId: string): Promise<string[]> {
  const rows = await db.rows<{ name: string }>(sql`
    select name
    from model_version
    where use_case_id = ${useCaseId} and retired_at is null and state <> 'shadow'
    order by name`);
  return rows.map(({ name }) => name);
}

/** Of a model version whose maps are all there: from the least that any of them gives to the most. */
function rangesOf({ calibration = {} }: PolicyDocument, maps: readonly MapRange[]): Record<string, Range> {
  return Object.fromEntries(
    Object.entries(calibration).flatMap(([model, choice]) => {
      const named = namedMaps(choice);
      const found = named.flatMap(
        ({ number }) => maps.find((known) => known.number === number && known.model === model) ?? [],
      );
      if (found.length < named.length) return [];
      const low = Math.min(...found.map((map) => map.low));
      return [[model, { low, high: Math.max(...found.map((map) => map.high)) }]];
    }),
  );
}
