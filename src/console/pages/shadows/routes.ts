import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { policyVersionsQuery } from '../../parts/policy-queries.ts';
import { allUseCasesQuery, modelVersionsQuery, oneUseCaseQuery } from '../../parts/use-case-queries.ts';
import { patterns } from '../../paths.ts';
import { needs, signedInRoute } from '../../root-route.ts';
import { numberIn, textIn, uuidIn } from '../../search.ts';
import { comparisonQuery, shadowsQuery } from './queries.ts';

export const shadowRoutes = [
  createRoute({
    getParentRoute: () => signedInRoute,
    path: patterns.shadows,
    beforeLoad: needs('policies:read'),
    validateSearch: (raw: Record<string, unknown>) => ({
      useCaseId: uuidIn(raw, 'useCaseId'),
      policyVersionId: uuidIn(raw, 'policyVersionId'),
      threshold: textIn(raw, 'threshold'),
      value: numberIn(raw, 'value'),
    }),
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
        queryClient.ensureQueryData(shadowsQuery(useCaseId)),
      ]);
    },
    component: lazyRouteComponent(() => import('./ShadowsPage.tsx')),
  }),
  createRoute({
    getParentRoute: () => signedInRoute,
    path: patterns.shadow,
    beforeLoad: needs('policies:read'),
    loader: ({ context: { queryClient }, params }) =>
      queryClient.ensureQueryData(comparisonQuery(params.shadowId)),
    component: lazyRouteComponent(() => import('./ShadowPage.tsx')),
  }),
] as const;
