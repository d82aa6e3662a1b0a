import type { Static } from 'typebox';
import type * as contract from '../../../contract/calibration.ts';
import { applyMap, type CalibrationMap } from '../../../core/calibration/maps/calibration-map.ts';
import { checkMap } from '../../../core/calibration/maps/check-map.ts';
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

const columns = `calibration_map_id, calibration_map.use_case_id, number, calibration_map.model_version_id,
  model_version.name as model, slice_by, slice_value, method, parameters, source, validation_set_id, window_from,
  window_before, fit, calibration_map.note, coalesce(person.name, api_key.name) as proposer, proposed_at,
  exists (
    select from policy_version
    where policy_version.use_case_id = calibration_map.use_case_id and policy_version.state = 'published'
      and (document -> 'calibration' ->> model_version.name)::integer = number) as in_force`;
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

/** The map that the policy in force names for a model version; null where it names none. */
export async function mapInForce(db: Db, modelVersionId: string): Promise<CalibrationMap | null> {
  const row = await db.row<{ number: number; parameters: CalibrationMap }>(sql`
    select number, parameters
    from model_version
    join policy_version on policy_version.use_case_id = model_version.use_case_id and policy_version.state = 'published'
    join calibration_map on calibration_map.use_case_id = model_version.use_case_id
      and number = (document -> 'calibration' ->> model_version.name)::integer
    where model_version.model_version_id = ${modelVersionId}`);
  return row ? checked(row.parameters, row.number) : null;
}

/**
 * The maps that policies in force name: by use case, then by name of the model version. One that was damaged in the database is
 * left out: conditions that read what it would give cannot be evaluated, and hold; all other use cases go on.
 */
export async function routingMaps(db: Db): Promise<Map<string, ReadonlyMap<string, CalibrationMap>>> {
  const found = await db.rows<{ use_case_id: string; model: string; parameters: unknown }>(sql`
    select policy_version.use_case_id, named.key as model, parameters
    from policy_version
    cross join lateral jsonb_each_text(coalesce(document -> 'calibration', '{}')) as named
    join calibration_map on calibration_map.use_case_id = policy_version.use_case_id
      and number = named.value::integer
    where policy_version.state = 'published'`);
  const byUseCase = new Map<string, Map<string, CalibrationMap>>();
  for (const { use_case_id, model, parameters } of found) {
    const check = checkMap(parameters);
    if (!check.ok) continue;
    const maps = byUseCase.get(use_case_id) ?? new Map<string, CalibrationMap>();
    byUseCase.set(use_case_id, maps.set(model, check.map));
  }
  return byUseCase;
}

/** What a policy may name: the maps of a use case by number, each with its model version and the range it gives. */
export type NameableMap = {
  readonly number: number;
  readonly model: string;
  /** Fitted to a slice alone, so that it says nothing about the rest. */
  readonly ofSlice: boolean;
  readonly low: number;
  readonly high: number;
};

export async function nameableMaps(db: Db, useCaseId: string): Promise<NameableMap[]> {
  const found = await db.rows<{
    number: number;
    model: string;
    of_slice: boolean;
    parameters: CalibrationMap;
  }>(sql`
    select number, model_version.name as model, slice_by is not null as of_slice, parameters
    from calibration_map
    join model_version using (model_version_id)
    where calibration_map.use_case_id = ${useCaseId}
    order by number`);
  return found.map(({ number, model, of_slice, parameters }) => ({
    ...{ number, model, ofSlice: of_slice, ...rangeOf(checked(parameters, number)) },
  }));
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
    slice:
      row.slice_by === null || row.slice_value === null ? null : { by: row.slice_by, value: row.slice_value },
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
