import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { patterns } from '../../paths.ts';
import { needs, signedInRoute } from '../../root-route.ts';
import { numberIn, uuidIn } from '../../search.ts';

export const reviewRoutes = [
  createRoute({
    getParentRoute: () => signedInRoute,
    path: patterns.review,
    beforeLoad: needs('tasks:read'),
    validateSearch: (raw: Record<string, unknown>) => ({
      useCaseId: uuidIn(raw, 'useCaseId'),
      tier: numberIn(raw, 'tier'),
      taskId: uuidIn(raw, 'taskId'),
    }),
    component: lazyRouteComponent(() => import('./ReviewPage.tsx')),
  }),
] as const;
