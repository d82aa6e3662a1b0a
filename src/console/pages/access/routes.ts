import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { paths, patterns, safeReturn } from '../../paths.ts';
import { needs, rootRoute, signedInRoute } from '../../root-route.ts';
import { textIn } from '../../search.ts';
import { firstRunQuery, sessionQuery } from '../../session.ts';
import { apiKeysQuery, peopleQuery, sessionsQuery } from './queries.ts';

/** The ways in: what a person sees without a session. */
export const entryRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: patterns.welcome,
    beforeLoad: async ({ context }) => {
      const first = await context.queryClient.ensureQueryData(firstRunQuery);
      if (!first.needed) throw redirect({ href: paths.overview() });
    },
    component: lazyRouteComponent(() => import('./WelcomePage.tsx')),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: patterns.signIn,
    validateSearch: (raw: Record<string, unknown>) => ({ back: textIn(raw, 'back') }),
    beforeLoad: async ({ context, search }) => {
      const session = await context.queryClient.ensureQueryData(sessionQuery);
      if (session) throw redirect({ href: safeReturn(search.back) });
      const first = await context.queryClient.ensureQueryData(firstRunQuery);
      if (first.needed) throw redirect({ href: paths.welcome() });
      return { demo: first.demo };
    },
    component: lazyRouteComponent(() => import('./SignInPage.tsx')),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: patterns.signInLink,
    validateSearch: (raw: Record<string, unknown>) => ({ token: textIn(raw, 'token') }),
    component: lazyRouteComponent(() => import('./SignInLinkPage.tsx')),
  }),
] as const;

const place = (raw: Record<string, unknown>) => ({ cursor: textIn(raw, 'cursor') });

export const accessRoutes = [
  createRoute({
    getParentRoute: () => signedInRoute,
    path: patterns.people,
    beforeLoad: needs('people:read'),
    validateSearch: place,
    loaderDeps: ({ search }) => search,
    loader: ({ context, deps }) => context.queryClient.ensureQueryData(peopleQuery(deps.cursor)),
    component: lazyRouteComponent(() => import('./PeoplePage.tsx')),
  }),
  createRoute({
    getParentRoute: () => signedInRoute,
    path: patterns.apiKeys,
    beforeLoad: needs('api-keys:read'),
    validateSearch: place,
    loaderDeps: ({ search }) => search,
    loader: ({ context, deps }) => context.queryClient.ensureQueryData(apiKeysQuery(deps.cursor)),
    component: lazyRouteComponent(() => import('./ApiKeysPage.tsx')),
  }),
  createRoute({
    getParentRoute: () => signedInRoute,
    path: patterns.account,
    loader: ({ context }) => context.queryClient.ensureQueryData(sessionsQuery),
    component: lazyRouteComponent(() => import('./AccountPage.tsx')),
  }),
] as const;
