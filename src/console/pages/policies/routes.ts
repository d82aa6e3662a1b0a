import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { patterns } from '../../paths.ts';
import { needs, signedInRoute } from '../../root-route.ts';
import { uuidIn } from '../../search.ts';

export const policyRoutes = [
  createRoute({
    getParentRoute: () => signedInRoute,
    path: patterns.policies,
    beforeLoad: needs('policies:read'),
    validateSearch: (raw: Record<string, unknown>) => ({ useCaseId: uuidIn(raw, 'useCaseId') }),
    component: lazyRouteComponent(() => import('./PoliciesPage.tsx')),
  }),
  createRoute({
    getParentRoute: () => signedInRoute,
    path: patterns.policyVersion,
    beforeLoad: needs('policies:read'),
    validateSearch: (raw: Record<string, unknown>) => ({ from: uuidIn(raw, 'from') }),
    component: lazyRouteComponent(() => import('./PolicyPage.tsx')),
  }),
] as const;
