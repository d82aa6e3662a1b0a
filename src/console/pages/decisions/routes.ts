import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { allUseCasesQuery, modelVersionsQuery } from '../../parts/use-case-queries.ts';
import { patterns } from '../../paths.ts';
import { needs, signedInRoute } from '../../root-route.ts';
import { decisionQuery, decisionsQuery } from './queries.ts';
import { readDecisionSearch } from './read-search.ts';

export const decisionRoutes = [
  createRoute({
    getParentRoute: () => signedInRoute,
    path: patterns.decisions,
    beforeLoad: needs('decisions:read'),
    validateSearch: readDecisionSearch,
    loaderDeps: ({ search }) => search,
    loader: ({ context: { queryClient }, deps }) =>
      Promise.all([
        queryClient.fetchQuery({ ...decisionsQuery(deps), staleTime: 0 }),
        queryClient.ensureQueryData(allUseCasesQuery),
        deps.useCaseId ? queryClient.ensureQueryData(modelVersionsQuery(deps.useCaseId)) : null,
      ]),
    component: lazyRouteComponent(() => import('./DecisionsPage.tsx')),
  }),
  createRoute({
    getParentRoute: () => signedInRoute,
    path: patterns.decision,
    beforeLoad: needs('decisions:read'),
    loader: ({ context, params }) =>
      context.queryClient.fetchQuery({ ...decisionQuery(params.decisionId), staleTime: 0 }),
    component: lazyRouteComponent(() => import('./DecisionPage.tsx')),
  }),
] as const;
