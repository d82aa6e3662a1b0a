import type { Static } from 'typebox';
import type * as contract from '../../../contract/calibration.ts';
import { applyMap, type CalibrationMap } from '../../../core/calibration/maps/calibration-map.ts';
import { checkMap } from '../../../core/calibration/maps/check-map.ts';
import { type MapChoice, mapForSlice, type NamedSlice } from '../../../core/policies/map-choice.ts';
import type { Db } from '../../../db/database.ts';
import type * as rows from '../../../db/rows.ts';
import { sql } from '../../../db/sql.ts';
import { decodeCursor, pageOf } from '../../../platform/page.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { mapCurve } from './map-curve.ts';

type MapAnswer = contract.CalibrationMap;

/** What a map's row keeps of the fit it came from. */
export type KeptFit = Pick<MapAnswer, 'n' | 'nEffective' | 'logLoss' | 'smoothEce' | 'improvement'>;

type MapRow = rows.CalibrationMapRow & {
  parameters: CalibrationMap;
  fit: KeptFit;
  model: string;
  proposer: string | null;
  in_force: boolean;
};

/** The numbers of the maps that a calibration, or the choice of one model version in it, names: all numbers there are in it. */
function namedIn(json: string): string {
  return `select named::integer from jsonb_path_query(${json}, 'strict $.** ? (@.type() == "number")') as named`;
}

const columns = `calibration_map_id, calibration_map.use_case_id, number, calibration_map.model_version_id,
  model_version.name as model, slice_by, slice_value, method, parameters, source, validation_set_id, window_from,
  window_before, fit, calibration_map.note, coalesce(person.name, api_key.name) as proposer, proposed_at,
  exists (
    select from policy_version
    where policy_version.use_case_id = calibration_map.use_case_id and policy_version.state = 'published'
      and number in (${namedIn("document -> 'calibration' -> model_version.name")})) as in_force`;
const source = `calibration_map
  join model_version on model_version.model_version_id = calibration_map.model_version_id
  left join person on person.person_id = proposed_by
  left join api_key on api_key.api_key_id = proposed_by_key`;

export async function listCalibrationMaps(
  db: Db,
  query: { useCaseId: string; modelVersionId?: string; cursor?: string; limit?: number },
) {
  const limit = query.limit ?? 50;
  const [below] = decodeCursor(query.cursor, ['whole']) ?? [null];
  const found = await db.rows<MapRow>({
    text: `select ${columns} from ${source}
      where calibration_map.use_case_id = $1 and ($2::uuid is null or calibration_map.model_version_id = $2)
        and ($3::integer is null or number < $3)
      order by number desc limit $4`,
    values: [query.useCaseId, query.modelVersionId ?? null, below, limit + 1],
  });
  return pageOf(found, limit, { keys: (row) => [row.number], item: asMap });
}

export async function getCalibrationMap(
  db: Db,
  { useCaseId, number }: { useCaseId: string; number: number },
): Promise<MapAnswer> {
  const row = await db.row<MapRow>({
    text: `select ${columns} from ${source} where calibration_map.use_case_id = $1 and number = $2`,
    values: [useCaseId, number],
  });
  if (row) return asMap(row);
  throw new Refusal('not-found', 'calibration.unknown-map', `There is no calibration map ${number}.`);
}

/** A stored map ready to be applied; refuses an unknown number. */
export async function mapOf(
  db: Db,
  asked: { useCaseId: string; number: number },
): Promise<MapAnswer & { map: CalibrationMap }> {
  const answer = await getCalibrationMap(db, asked);
  return { ...answer, map: checked(answer.parameters as CalibrationMap, asked.number) }; // as it was stored
}

/** The map that the policy in force names for a model version and slice, or for all; null where it names none. */
export async function mapInForce(
  db: Db,
  { modelVersionId, slice }: { modelVersionId: string; slice: NamedSlice | null },
): Promise<CalibrationMap | null> {
  const row = await db.row<{ use_case_id: string; choice: MapChoice | null }>(sql`
    select model_version.use_case_id, document -> 'calibration' -> model_version.name as choice
    from model_version
    join policy_version on policy_version.use_case_id = model_version.use_case_id and policy_version.state = 'published'
    where model_version.model_version_id = ${modelVersionId}`);
  const number = row?.choice ? mapForSlice(row.choice, slice) : null;
  return row && number !== null ? (await mapOf(db, { useCaseId: row.use_case_id, number })).map : null;
}

/**
 * The maps that policies in force name: by use case, then by number. One that was damaged in the database is left out: conditions
 * that read what it would give cannot be evaluated, and hold; all other use cases go on.
 */
export async function routingMaps(db: Db): Promise<Map<string, ReadonlyMap<number, CalibrationMap>>> {
  const found = await db.rows<{ use_case_id: string; number: number; parameters: unknown }>({
    text: `select policy_version.use_case_id, number, parameters
      from policy_version
      join calibration_map on calibration_map.use_case_id = policy_version.use_case_id
        and number in (${namedIn("document -> 'calibration'")})
      where policy_version.state = 'published'`,
    values: [],
  });
  const byUseCase = new Map<string, Map<number, CalibrationMap>>();
  for (const { use_case_id, number, parameters } of found) {
    const check = checkMap(parameters);
    if (!check.ok) continue;
    const maps = byUseCase.get(use_case_id) ?? new Map<number, CalibrationMap>();
    byUseCase.set(use_case_id, maps.set(number, check.map));
  }
  return byUseCase;
}

/** What a policy may name: the maps of a use case by number, each with its model version and the range it gives. */
export type NameableMap = {
  readonly number: number;
  readonly model: string;
  /** The one it was fitted to, saying nothing about the rest; null for all decisions. */
  readonly slice: NamedSlice | null;
  readonly low: number;
  readonly high: number;
};

export async function nameableMaps(db: Db, useCaseId: string): Promise<NameableMap[]> {
  const found = await db.rows<
    Pick<MapRow, 'number' | 'model' | 'slice_by' | 'slice_value' | 'parameters'>
  >(sql`
    select number, model_version.name as model, slice_by, slice_value, parameters
    from calibration_map
    join model_version using (model_version_id)
    where calibration_map.use_case_id = ${useCaseId}
    order by number`);
  return found.map((row) => ({
    ...{ number: row.number, model: row.model, slice: sliceOf(row) },
    ...rangeOf(checked(row.parameters, row.number)),
  }));
}

function sliceOf({ slice_by, slice_value }: Pick<MapRow, 'slice_by' | 'slice_value'>): NamedSlice | null {
  return slice_by === null || slice_value === null ? null : { by: slice_by, value: slice_value };
}

/** Maps rise, so their ends are the ends of what they can give. */
function rangeOf(map: CalibrationMap): { low: number; high: number } {
  return { low: applyMap(map, 0), high: applyMap(map, 1) };
}

/** A map that somebody changed in the database must not route anything. */
function checked(parameters: unknown, number: number): CalibrationMap {
  const check = checkMap(parameters);
  if (!check.ok) throw new Error(`calibration map ${number} is damaged: ${check.because}`);
  return check.map;
}

function asMap(row: MapRow): MapAnswer {
  const map = checked(row.parameters, row.number);
  return {
    calibrationMapId: row.calibration_map_id,
    useCaseId: row.use_case_id,
    number: row.number,
    modelVersionId: row.model_version_id,
    model: row.model,
    slice: sliceOf(row),
    method: row.method,
    parameters: map as Static<typeof contract.MapParameters>,
    source: row.source,
    validationSetId: row.validation_set_id,
    from: row.window_from?.toISOString() ?? null,
    before: row.window_before?.toISOString() ?? null,
    ...row.fit,
    curve: mapCurve(map),
    range: rangeOf(map),
    note: row.note,
    proposedBy: row.proposer ?? '',
    proposedAt: row.proposed_at.toISOString(),
    inForce: row.in_force,
  };
}
