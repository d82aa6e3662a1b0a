import { applyMap, type CalibrationMap } from '../../../core/calibration/maps/calibration-map.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';

type Confident = { policy_version_id: string; model: string; confidence: number };

/**
 * The calibrated confidences of recorded decisions, as they were first told: by the map that the policy version of each
 * names for its model version. Maps never change, so nothing of it is stored with the decision.
 */
export async function calibratedOf<Row extends Confident>(
  db: Db,
  rows: readonly Row[],
): Promise<(row: Row) => number | null> {
  const found = await db.rows<{ policy_version_id: string; model: string; parameters: CalibrationMap }>(sql`
    select distinct on (given.policy_version_id, given.model) given.policy_version_id, given.model, parameters
    from unnest(${rows.map((row) => row.policy_version_id)}::uuid[], ${rows.map((row) => row.model)}::text[])
      as given (policy_version_id, model)
    join policy_version on policy_version.policy_version_id = given.policy_version_id
    join calibration_map on calibration_map.use_case_id = policy_version.use_case_id
      and number = (document -> 'calibration' ->> given.model)::integer`);
  const maps = new Map(found.map((row) => [`${row.policy_version_id} ${row.model}`, row.parameters]));
  return ({ policy_version_id, model, confidence }) => {
    const map = maps.get(`${policy_version_id} ${model}`);
    return map === undefined ? null : applyMap(map, confidence);
  };
}
