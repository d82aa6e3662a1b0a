import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { allUseCasesQuery, oneUseCaseQuery } from '../../parts/use-case-queries.ts';
import { patterns } from '../../paths.ts';
import { needs, signedInRoute } from '../../root-route.ts';
import { uuidIn } from '../../search.ts';
import { approvalsQuery } from './queries.ts';

export const standingApprovalRoutes = [
  createRoute({
    getParentRoute: () => signedInRoute,
    path: patterns.standingApprovals,
    beforeLoad: needs('policies:read'),
    validateSearch: (raw: Record<string, unknown>) => ({ useCaseId: uuidIn(raw, 'useCaseId') }),
    loaderDeps: ({ search: { useCaseId } }) => ({ useCaseId }),
    loader: async ({ context: { queryClient }, deps }) => {
      const { items } = await queryClient.ensureQueryData(allUseCasesQuery);
      const useCaseId =
        items.find((one) => one.useCaseId === deps.useCaseId)?.useCaseId ?? items[0]?.useCaseId;
      if (!useCaseId) return;
      await Promise.all([
        queryClient.ensureQueryData(oneUseCaseQuery(useCaseId)),
        queryClient.ensureQueryData(approvalsQuery(useCaseId)),
      ]);
    },
    component: lazyRouteComponent(() => import('./StandingApprovalsPage.tsx')),
  }),
] as const;
