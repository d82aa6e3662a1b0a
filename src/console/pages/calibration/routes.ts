import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { mapsQuery } from '../../parts/calibration-queries.ts';
import { allUseCasesQuery, modelVersionsQuery, oneUseCaseQuery } from '../../parts/use-case-queries.ts';
import { patterns } from '../../paths.ts';
import { needs, signedInRoute } from '../../root-route.ts';
import { lookingOf, readCalibrationSearch } from './looking.ts';
import { reliabilityQuery, validationSetsQuery } from './queries.ts';

export const calibrationRoutes = [
  createRoute({
    getParentRoute: () => signedInRoute,
    path: patterns.calibration,
    beforeLoad: needs('policies:read'),
    validateSearch: readCalibrationSearch,
    loaderDeps: ({ search }) => search,
    loader: async ({ context: { queryClient }, deps }) => {
      const { items } = await queryClient.ensureQueryData(allUseCasesQuery);
      const useCaseId =
        items.find((one) => one.useCaseId === deps.useCaseId)?.useCaseId ?? items[0]?.useCaseId;
      if (!useCaseId) return;
      const [models] = await Promise.all([
        queryClient.ensureQueryData(modelVersionsQuery(useCaseId)),
        queryClient.ensureQueryData(oneUseCaseQuery(useCaseId)),
        queryClient.ensureQueryData(mapsQuery(useCaseId)),
        queryClient.ensureQueryData(validationSetsQuery(useCaseId)),
      ]);
      const looking = lookingOf(deps, models.items, Date.now());
      // A refusal (an unknown slice, an empty window) is told inside the page, beside the fields that ask for it.
      if (looking) await queryClient.prefetchQuery(reliabilityQuery(useCaseId, looking));
    },
    component: lazyRouteComponent(() => import('./CalibrationPage.tsx')),
  }),
] as const;
