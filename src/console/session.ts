import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Static } from 'typebox';
import { firstRun, getSession, type SignedIn } from '../contract/access.ts';
import { type Permission, personRoles, rolePermissions } from '../core/access/permissions.ts';
import { ProblemError } from '../sdk/problem-error.ts';
import { carryCsrfToken, client } from './client.ts';
import { roleWords } from './parts/role-words.ts';

export type Session = Static<typeof SignedIn>;

/** Who am I; null when not signed in. Kept until signing in or out changes it. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Session | null> => {
    try {
      const session = await client.call(getSession);
      carryCsrfToken(session.csrfToken);
      return session;
    } catch (error) {
      if (error instanceof ProblemError && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: Number.POSITIVE_INFINITY,
});

/** Whether the first administrator is still to be created, and whether this is the demo. */
export const firstRunQuery = queryOptions({
  queryKey: ['first-run'],
  queryFn: () => client.call(firstRun),
  staleTime: Number.POSITIVE_INFINITY,
});

const frame = getRouteApi('/signed-in');

/** The signed-in person, as the frame's guard let them in; only for pages inside the frame. */
export function useSession(): Session {
  return frame.useRouteContext().session;
}

const anyOf = new Intl.ListFormat('en', { type: 'disjunction' });

/** Why I may not do something, as a sentence for a disabled button; null when I may. */
export function useMissing(permission: Permission): string | null {
  return missing(useSession(), permission);
}

export function missing(session: Session, permission: Permission): string | null {
  if (session.permissions.includes(permission)) return null;
  const roles = personRoles.filter((role) => rolePermissions[role].includes(permission));
  const names = anyOf.format(roles.map((role) => roleWords[role].name));
  return `This takes the role ${names}. An administrator can give it to you.`;
}

/** Takes over the answer of any way of signing in. */
export function useTakeSession(): (session: Session) => void {
  const queryClient = useQueryClient();
  return (session) => {
    queryClient.clear(); // what another person was shown must not be shown to this one
    carryCsrfToken(session.csrfToken);
    queryClient.setQueryData(sessionQuery.queryKey, session);
  };
}
