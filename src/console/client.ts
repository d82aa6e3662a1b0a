import { openClient } from '../sdk/client.ts';
import { watchedFetch } from './reach.ts';

let csrfToken = '';

/** The console lives on the server's own origin; the session is a cookie, writes carry its token. */
export const client = openClient({
  baseUrl: '',
  fetch: watchedFetch,
  headers: () => (csrfToken ? { 'x-csrf-token': csrfToken } : ({} as Record<string, string>)),
});

/** The session answers the token that every further write must carry. */
export function carryCsrfToken(token: string): void {
  csrfToken = token;
}
