import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { allUseCasesQuery, modelVersionsQuery, oneUseCaseQuery } from '../../parts/use-case-queries.ts';
import { patterns } from '../../paths.ts';
import { needs, signedInRoute } from '../../root-route.ts';

export const useCaseRoutes = [
  createRoute({
    getParentRoute: () => signedInRoute,
    path: patterns.useCases,
    beforeLoad: needs('use-cases:read'),
    loader: ({ context }) => context.queryClient.ensureQueryData(allUseCasesQuery),
    component: lazyRouteComponent(() => import('./UseCasesPage.tsx')),
  }),
  createRoute({
    getParentRoute: () => signedInRoute,
    path: patterns.useCase,
    beforeLoad: needs('use-cases:read'),
    loader: ({ context: { queryClient }, params: { useCaseId } }) =>
      Promise.all([
        queryClient.ensureQueryData(oneUseCaseQuery(useCaseId)),
        queryClient.ensureQueryData(modelVersionsQuery(useCaseId)),
      ]),
    component: lazyRouteComponent(() => import('./UseCasePage.tsx')),
  }),
] as const;
