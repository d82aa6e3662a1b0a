import { QueryCache, QueryClient } from '@tanstack/react-query';
import { createRoute, createRouter } from '@tanstack/react-router';
import { ProblemError } from '../sdk/problem-error.ts';
import { Failed } from './frame/Failed.tsx';
import { NotFound } from './frame/NotFound.tsx';
import { Pending } from './frame/Pending.tsx';
import { accessRoutes, entryRoutes } from './pages/access/routes.ts';
import { calibrationRoutes } from './pages/calibration/routes.ts';
import { certificateRoutes } from './pages/certificates/routes.ts';
import { decisionRoutes } from './pages/decisions/routes.ts';
import { ledgerRoutes } from './pages/ledger/routes.ts';
import { overviewRoutes } from './pages/overview/routes.ts';
import { policyRoutes } from './pages/policies/routes.ts';
import { replayRoutes } from './pages/replays/routes.ts';
import { reviewRoutes } from './pages/reviews/routes.ts';
import { shadowRoutes } from './pages/shadows/routes.ts';
import { standingApprovalRoutes } from './pages/standing-approvals/routes.ts';
import { useCaseRoutes } from './pages/use-cases/routes.ts';
import { worthRetrying } from './parts/worth-retrying.ts';
import { readSearch, searchText } from './paths.ts';
import { rootRoute, signedInRoute } from './root-route.ts';
import { sessionQuery } from './session.ts';

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
  defaultOptions: {
    queries: {
      staleTime: 5000,
      retry: (count, error) => worthRetrying(error) && count < 2,
      refetchOnWindowFocus: false,
    },
    mutations: { onError: leaveWhenSignedOut },
  },
});

const routeTree = rootRoute.addChildren([
  ...entryRoutes,
  signedInRoute.addChildren([
    ...overviewRoutes,
    ...reviewRoutes,
    ...decisionRoutes,
    ...policyRoutes,
    ...replayRoutes,
    ...shadowRoutes,
    ...standingApprovalRoutes,
    ...calibrationRoutes,
    ...certificateRoutes,
    ...useCaseRoutes,
    ...ledgerRoutes,
    ...accessRoutes,
    createRoute({ getParentRoute: () => signedInRoute, path: '$', component: NotFound }),
  ]),
]);

export const router = createRouter({
  routeTree,
  context: { queryClient },
  parseSearch: readSearch,
  stringifySearch: searchText,
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  defaultPendingMs: 250,
  defaultPendingMinMs: 200,
  scrollRestoration: true,
  defaultPendingComponent: Pending,
  defaultErrorComponent: Failed,
  defaultNotFoundComponent: NotFound,
});

/** A session that ended meanwhile: the guard of the frame leads to the sign-in page and back here afterwards. */
function leaveWhenSignedOut(error: unknown): void {
  if (!(error instanceof ProblemError) || error.status !== 401 || error.code.startsWith('sign-in.refused'))
    return;
  if (queryClient.getQueryData(sessionQuery.queryKey) === null) return;
  queryClient.setQueryData(sessionQuery.queryKey, null);
  void router.invalidate();
}

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
