import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { overloadQuery } from '../../parts/overload-query.ts';
import { allUseCasesQuery } from '../../parts/use-case-queries.ts';
import { patterns } from '../../paths.ts';
import { needs, signedInRoute } from '../../root-route.ts';
import { numberIn, uuidIn } from '../../search.ts';
import { overviewQuery } from './queries.ts';

export const overviewRoutes = [
  createRoute({
    getParentRoute: () => signedInRoute,
    path: patterns.overview,
    beforeLoad: needs('overview:read'),
    validateSearch: (raw: Record<string, unknown>) => ({
      useCaseId: uuidIn(raw, 'useCaseId'),
      windowMinutes: numberIn(raw, 'windowMinutes'),
    }),
    loaderDeps: ({ search }) => search,
    loader: ({ context, deps }) =>
      Promise.all([
        context.queryClient.ensureQueryData(overviewQuery(deps)),
        context.queryClient.ensureQueryData(allUseCasesQuery),
        context.queryClient.prefetchQuery(overloadQuery),
      ]),
    component: lazyRouteComponent(() => import('./OverviewPage.tsx')),
  }),
] as const;
