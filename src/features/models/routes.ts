import * as contract from '../../contract/models.ts';
import type { Deps } from '../../platform/deps.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { changeModelState } from './change-model-state.ts';
import { listModelVersions } from './queries.ts';
import { registerModelVersion } from './register-model-version.ts';
import { retireModelVersion } from './retire-model-version.ts';

export function modelRoutes(deps: Deps): Route[] {
  return [
    route(contract.listModelVersions, ({ params, query }) =>
      listModelVersions(deps.db, params.useCaseId, query),
    ),
    route(contract.registerModelVersion, ({ actor, params, body, at }) =>
      registerModelVersion(deps, actor, { ...params, ...body, description: body.description ?? '' }, at),
    ),
    route(contract.changeModelState, ({ actor, params, body, at }) =>
      changeModelState(deps, actor, { ...params, ...body }, at),
    ),
    route(contract.retireModelVersion, ({ actor, params, at }) =>
      retireModelVersion(deps, actor, params.modelVersionId, at),
    ),
  ];
}
