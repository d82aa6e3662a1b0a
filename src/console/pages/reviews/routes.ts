import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { patterns } from '../../paths.ts';
import { needs, signedInRoute } from '../../root-route.ts';
import { numberIn, uuidIn, yesNoIn } from '../../search.ts';
import { queuesQuery } from './queries.ts';

export const reviewRoutes = [
  createRoute({
    getParentRoute: () => signedInRoute,
    path: patterns.review,
    beforeLoad: needs('tasks:read'),
    validateSearch: (raw: Record<string, unknown>) => ({
      useCaseId: uuidIn(raw, 'useCaseId'),
      tier: numberIn(raw, 'tier'),
      all: yesNoIn(raw, 'all'),
      taskId: uuidIn(raw, 'taskId'),
    }),
    loader: ({ context }) => context.queryClient.ensureQueryData(queuesQuery),
    component: lazyRouteComponent(() => import('./ReviewPage.tsx')),
  }),
] as const;
