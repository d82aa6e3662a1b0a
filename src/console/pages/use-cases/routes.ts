import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { patterns } from '../../paths.ts';
import { needs, signedInRoute } from '../../root-route.ts';

export const useCaseRoutes = [
  createRoute({
    getParentRoute: () => signedInRoute,
    path: patterns.useCases,
    beforeLoad: needs('use-cases:read'),
    component: lazyRouteComponent(() => import('./UseCasesPage.tsx')),
  }),
  createRoute({
    getParentRoute: () => signedInRoute,
    path: patterns.useCase,
    beforeLoad: needs('use-cases:read'),
    component: lazyRouteComponent(() => import('./UseCasePage.tsx')),
  }),
] as const;
