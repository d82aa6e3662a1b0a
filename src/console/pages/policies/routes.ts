import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { mapsQuery } from '../../parts/calibration-queries.ts';
import { certificatesQuery } from '../../parts/certificate-queries.ts';
import { policyVersionQuery, policyVersionsQuery } from '../../parts/policy-queries.ts';
import { allUseCasesQuery, modelVersionsQuery, oneUseCaseQuery } from '../../parts/use-case-queries.ts';
import { patterns } from '../../paths.ts';
import { needs, signedInRoute } from '../../root-route.ts';
import { oneOfIn, uuidIn } from '../../search.ts';

export const policyRoutes = [
  createRoute({
    getParentRoute: () => signedInRoute,
    path: patterns.policies,
    beforeLoad: needs('policies:read'),
    validateSearch: (raw: Record<string, unknown>) => ({ useCaseId: uuidIn(raw, 'useCaseId') }),
    loaderDeps: ({ search }) => search,
    loader: async ({ context, deps }) => {
      const { items } = await context.queryClient.ensureQueryData(allUseCasesQuery);
      const useCaseId = deps.useCaseId ?? items[0]?.useCaseId;
      if (useCaseId) await context.queryClient.ensureQueryData(policyVersionsQuery(useCaseId));
    },
    component: lazyRouteComponent(() => import('./PoliciesPage.tsx')),
  }),
  createRoute({
    getParentRoute: () => signedInRoute,
    path: patterns.policyVersion,
    beforeLoad: needs('policies:read'),
    validateSearch: (raw: Record<string, unknown>) => ({
      view: oneOfIn(raw, 'view', ['rules', 'text', 'changes']),
      from: uuidIn(raw, 'from'),
    }),
    loader: async ({ context: { queryClient }, params }) => {
      const version = await queryClient.ensureQueryData(policyVersionQuery(params.policyVersionId));
      await Promise.all([
        queryClient.ensureQueryData(oneUseCaseQuery(version.useCaseId)),
        queryClient.ensureQueryData(policyVersionsQuery(version.useCaseId)),
        queryClient.ensureQueryData(modelVersionsQuery(version.useCaseId)),
        queryClient.ensureQueryData(mapsQuery(version.useCaseId)),
        queryClient.ensureQueryData(certificatesQuery(version.useCaseId)),
      ]);
    },
    component: lazyRouteComponent(() => import('./PolicyPage.tsx')),
  }),
] as const;
