import type { CalibrationMap } from '../../../core/calibration/maps/calibration-map.ts';
import type { MapChoice } from '../../../core/policies/map-choice.ts';
import { openCalibrator } from '../../../core/policies/open-calibrator.ts';
import type { Metadata } from '../../../core/use-cases/check-metadata.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';

type Confident = {
  policy_version_id: string;
  model: string;
  confidence: number;
  predicted_class: string | null;
  metadata: unknown;
};

/**
 * The calibrated confidences of recorded decisions, as they were first told: by the map that the policy version of each
 * names for its model version and slice. Maps never change, so nothing of it is stored with the decision.
 */
export async function calibratedOf<Row extends Confident>(
  db: Db,
  rows: readonly Row[],
): Promise<(row: Row) => number | null> {
  const found = await db.rows<{
    policy_version_id: string;
    model: string;
    choice: MapChoice;
    maps: { number: number; parameters: CalibrationMap }[] | null;
  }>(sql`
    select distinct on (given.policy_version_id, given.model) given.policy_version_id, given.model, choice,
      (select jsonb_agg(jsonb_build_object('number', number, 'parameters', parameters))
       from calibration_map
       where calibration_map.use_case_id = policy_version.use_case_id
         and number in (
           select named::integer from jsonb_path_query(choice, 'strict $.** ? (@.type() == "number")') as named)) as maps
    from unnest(${rows.map((row) => row.policy_version_id)}::uuid[], ${rows.map((row) => row.model)}::text[])
      as given (policy_version_id, model)
    join policy_version on policy_version.policy_version_id = given.policy_version_id
    cross join lateral (select document -> 'calibration' -> given.model as choice) as chosen
    where choice is not null`);
  const calibrators = new Map(
    found.map(({ policy_version_id, model, choice, maps }) => {
      const byNumber = new Map((maps ?? []).map(({ number, parameters }) => [number, parameters]));
      return [`${policy_version_id} ${model}`, openCalibrator(choice, byNumber)];
    }),
  );
  return ({ policy_version_id, model, confidence, predicted_class: label, metadata }) => {
    const calibrator = calibrators.get(`${policy_version_id} ${model}`);
    return calibrator?.({ confidence, label, metadata: metadata as Metadata }) ?? null; // as it was checked
  };
}
