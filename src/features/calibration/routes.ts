import { Readable } from 'node:stream';
import * as contract from '../../contract/calibration.ts';
import * as sets from '../../contract/validation-sets.ts';
import type { Deps } from '../../platform/deps.ts';
import { type Route, route, type Wire } from '../../platform/http/route.ts';
import { mediaTypeOf } from '../../platform/http/take-bodies.ts';
import { fitCalibration } from './maps/fit-calibration.ts';
import { proposeMap } from './maps/propose-map.ts';
import { getCalibrationMap, listCalibrationMaps } from './maps/queries.ts';
import { getReliability } from './reliability/get-reliability.ts';
import { type GivenRows, importValidationSet } from './validation-sets/import-validation-set.ts';
import { listValidationSets } from './validation-sets/queries.ts';
import { removeValidationSet } from './validation-sets/remove-validation-set.ts';

export function calibrationRoutes(deps: Deps): Route[] {
  return [
    route(contract.getReliability, ({ params, query }) => getReliability(deps.db, { ...params, ...query })),
    route(contract.fitCalibration, ({ params, body }) => fitCalibration(deps.db, { ...params, ...body })),
    route(contract.proposeCalibrationMap, ({ actor, params, body, at }) =>
      proposeMap(deps, actor, { ...params, ...body }, at),
    ),
    route(contract.listCalibrationMaps, ({ params, query }) =>
      listCalibrationMaps(deps.db, { ...params, ...query }),
    ),
    route(contract.getCalibrationMap, ({ params }) => getCalibrationMap(deps.db, params)),
    route(sets.importValidationSet, ({ actor, params, query, body, at }, wire) =>
      importValidationSet(deps, actor, { ...params, ...query, given: givenRows(wire, body) }, at),
    ),
    route(sets.listValidationSets, ({ params, query }) =>
      listValidationSets(deps.db, { ...params, ...query }),
    ),
    route(sets.removeValidationSet, ({ actor, params, at }) =>
      removeValidationSet(deps, actor, params.validationSetId, at),
    ),
  ];
}

function givenRows({ request }: Wire, body: { rows: sets.GivenValidationRow[] }): GivenRows {
  if (!(request.body instanceof Readable)) return { kind: 'list', rows: body.rows };
  return { kind: mediaTypeOf(request) === 'text/csv' ? 'table' : 'lines', stream: request.body };
}
