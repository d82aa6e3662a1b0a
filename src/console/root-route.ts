import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, redirect } from '@tanstack/react-router';
import type { Permission } from '../core/access/permissions.ts';
import { Frame } from './frame/Frame.tsx';
import { NotFound } from './frame/NotFound.tsx';
import { paths } from './paths.ts';
import { firstRunQuery, missing, type Session, sessionQuery } from './session.ts';

export type RouterContext = { queryClient: QueryClient };

export const rootRoute = createRootRouteWithContext<RouterContext>()({ notFoundComponent: NotFound });

/** Everything inside the frame: nobody comes past here without a session. */
export const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  beforeLoad: async ({ context, location }): Promise<{ session: Session }> => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (session) return { session };
    const first = await context.queryClient.ensureQueryData(firstRunQuery);
    throw redirect({ href: first.needed ? paths.welcome() : paths.signIn({ back: location.href }) });
  },
  component: Frame,
  notFoundComponent: NotFound,
});

/** Stops a page the person may not see before it asks the server for what would be refused anyway. */
export function needs(permission: Permission) {
  return ({ context }: { context: { session: Session } }): void => {
    const because = missing(context.session, permission);
    if (because) throw new PageNotAllowed(because);
  };
}

export class PageNotAllowed extends Error {}
