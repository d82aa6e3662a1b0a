import * as contract from '../../contract/use-cases.ts';
import type { Deps } from '../../platform/deps.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { changeUseCase } from './change-use-case.ts';
import { createUseCase } from './create-use-case.ts';
import { getUseCase, listUseCases } from './queries.ts';

export function useCaseRoutes(deps: Deps): Route[] {
  return [
    route(contract.listUseCases, ({ query }) => listUseCases(deps.db, query)),
    route(contract.getUseCase, ({ params }) => getUseCase(deps.db, params.useCaseId)),
    route(contract.createUseCase, ({ actor, body, at }) => createUseCase(deps, actor, body, at)),
    route(contract.changeUseCase, ({ actor, params, body, at }) =>
      changeUseCase(deps, actor, params.useCaseId, body, at),
    ),
  ];
}
