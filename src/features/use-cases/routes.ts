import * as contract from '../../contract/use-cases.ts';
import type { Deps } from '../../platform/deps.ts';
import { personOf } from '../../platform/http/person-of.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { changeUseCase } from './change-use-case.ts';
import { confirmLowering } from './confirm-lowering.ts';
import { createUseCase } from './create-use-case.ts';
import { getUseCase, listUseCases } from './queries.ts';

export function useCaseRoutes(deps: Deps): Route[] {
  return [
    route(contract.listUseCases, ({ query }) => listUseCases(deps.db, query)),
    route(contract.getUseCase, ({ params }) => getUseCase(deps.db, params.useCaseId)),
    route(contract.createUseCase, ({ actor, body, at }) => createUseCase(deps, actor, body, at)),
    route(contract.changeUseCase, ({ actor, params, body, at }) =>
      changeUseCase(deps, personOf(actor), params.useCaseId, body, at),
    ),
    route(contract.confirmLowering, ({ actor, params, body, at }) =>
      confirmLowering(deps, personOf(actor), { ...params, ...body }, at),
    ),
  ];
}
