import * as contract from '../../contract/overview.ts';
import type { Deps } from '../../platform/deps.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { openOverloadList } from '../decisions/overload/list-overload.ts';
import { getOverview } from './get-overview.ts';
import { openLiveOverviews, streamOverview } from './stream-overview.ts';

export function overviewRoutes(deps: Deps): Route[] {
  const live = openLiveOverviews(deps);
  const overload = openOverloadList(deps.db);
  return [
    route(contract.getOverview, ({ query, actor, at }) => getOverview(deps, { ...viewOf(query), actor, at })),
    route(contract.streamOverview, ({ query, actor }, wire) =>
      streamOverview(deps, wire, { live, view: { ...viewOf(query), actor } }),
    ),
    route(contract.listOverload, ({ at }) => overload(at)),
  ];
}

const defaultWindowMinutes = 60;

function viewOf(query: { useCaseId?: string; windowMinutes?: number }) {
  return { useCaseId: query.useCaseId ?? null, windowMinutes: query.windowMinutes ?? defaultWindowMinutes };
}
