import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { policyVersionsQuery } from '../../parts/policy-queries.ts';
import { allUseCasesQuery, modelVersionsQuery, oneUseCaseQuery } from '../../parts/use-case-queries.ts';
import { patterns } from '../../paths.ts';
import { needs, signedInRoute } from '../../root-route.ts';
import { replayQuery, replaysQuery } from './queries.ts';
import { readReplaySearch } from './replay-search.ts';

export const replayRoutes = [
  createRoute({
    getParentRoute: () => signedInRoute,
    path: patterns.replays,
    beforeLoad: needs('policies:read'),
    validateSearch: readReplaySearch,
    loaderDeps: ({ search: { useCaseId } }) => ({ useCaseId }),
    loader: async ({ context: { queryClient }, deps }) => {
      const { items } = await queryClient.ensureQueryData(allUseCasesQuery);
      const useCaseId =
        items.find((one) => one.useCaseId === deps.useCaseId)?.useCaseId ?? items[0]?.useCaseId;
      if (!useCaseId) return;
      await Promise.all([
        queryClient.ensureQueryData(oneUseCaseQuery(useCaseId)),
        queryClient.ensureQueryData(modelVersionsQuery(useCaseId)),
        queryClient.ensureQueryData(policyVersionsQuery(useCaseId)),
        queryClient.ensureQueryData(replaysQuery(useCaseId)),
      ]);
    },
    component: lazyRouteComponent(() => import('./ReplaysPage.tsx')),
  }),
  createRoute({
    getParentRoute: () => signedInRoute,
    path: patterns.replay,
    beforeLoad: needs('policies:read'),
    loader: async ({ context: { queryClient }, params }) => {
      const replay = await queryClient.ensureQueryData(replayQuery(params.replayId));
      await queryClient.ensureQueryData(oneUseCaseQuery(replay.useCaseId));
    },
    component: lazyRouteComponent(() => import('./ReplayPage.tsx')),
  }),
] as const;
