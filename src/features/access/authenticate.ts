import type { FastifyRequest } from 'fastify';
import { createFirstAdministrator, signIn, signInWithLink } from '../../contract/access.ts';
import type { Actor, Person } from '../../core/access/actor.ts';
import { checkOrigin, isSafe } from '../../core/access/check-origin.ts';
import type { Deps } from '../../platform/deps.ts';
import type { Authenticate } from '../../platform/http/server.ts';
import { Refusal } from '../../platform/refusal.ts';
import { openApiKeys } from './api-keys/recognise-api-key.ts';
import { openSessions } from './sessions/recognise-session.ts';
import { isCsrfToken, sessionTokenOf } from './sessions/session-cookie.ts';

export type Authentication = {
  authenticate: Authenticate;
  /** What changed in this process counts from the next request on. */
  forgetPerson(personId: string): void;
  forgetSession(sessionId: string): void;
  forgetApiKey(apiKeyId: string): void;
  /** Resolves when what was begun in the background is written; call it before the database is closed. */
  settled(): Promise<void>;
};

const anonymous: Actor = { kind: 'anonymous' };

/** Finds out who calls: an API key in the Authorization header, else a session cookie; never anything in the URL. */
export function openAuthentication(deps: Deps): Authentication {
  const apiKeys = openApiKeys(deps);
  const sessions = openSessions(deps);
  const { config } = deps;

  function authenticate(request: FastifyRequest): Actor | Promise<Actor> {
    const apiKey = bearerOf(request.headers.authorization);
    if (apiKey !== null) return apiKeys.recognise(apiKey, request.ip);
    refuseForgery(request, config.publicUrl);
    const token = sessionTokenOf(request, config);
    if (token === null) return anonymous;
    const person = sessions.recognise(token);
    return person instanceof Promise
      ? person.then((found) => withSession(request, token, found))
      : withSession(request, token, person);
  }

  return {
    authenticate,
    forgetPerson: sessions.forgetPerson,
    forgetSession: sessions.forgetSession,
    forgetApiKey: apiKeys.forget,
    settled: async () => {
      await Promise.all([apiKeys.settled(), sessions.settled()]);
    },
  };
}

/** Other schemes belong to whoever stands before us, such as a proxy with a password of its own. */
function bearerOf(header: string | undefined): string | null {
  if (header === undefined || header.slice(0, 7).toLowerCase() !== 'bearer ') return null;
  return header.slice(7).trim();
}

function refuseForgery(request: FastifyRequest, publicUrl: string): void {
  const { headers, method } = request;
  if (isSafe(method)) return;
  const site = headers['sec-fetch-site'];
  const checked = checkOrigin(
    {
      method,
      host: headers.host,
      origin: headers.origin,
      fetchSite: typeof site === 'string' ? site : undefined,
      contentType: headers['content-type'],
      hasBody: headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0,
    },
    publicUrl,
  );
  if (checked.ok) return;
  if (checked.because === 'not-json') {
    throw new Refusal('unsupported-media', 'request.not-json', 'The body must be sent as application/json.', {
      todo: 'Set the header "content-type: application/json".',
    });
  }
  throw new Refusal('forbidden', 'request.cross-site', 'This write comes from the page of another site.', {
    todo: `Use Steerhouse from its own address, ${publicUrl}.`,
  });
}

// These make a new session and rest on no old one.
const sessionless: ReadonlySet<string | undefined> = new Set(
  [signIn, signInWithLink, createFirstAdministrator].map(({ path }) => path),
);

function withSession(request: FastifyRequest, token: string, person: Person | null): Actor {
  if (!person) return anonymous;
  if (isSafe(request.method) || isCsrfToken(request.headers['x-csrf-token'], token)) return person;
  if (request.method === 'POST' && sessionless.has(request.routeOptions.url)) return anonymous;
  throw new Refusal('forbidden', 'request.csrf', 'The write lacks the token of your session.', {
    todo: 'Send the csrfToken of GET /v1/session as x-csrf-token, or reload the page.',
  });
}
