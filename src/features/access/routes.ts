import * as contract from '../../contract/access.ts';
import type { Deps } from '../../platform/deps.ts';
import { personOf } from '../../platform/http/person-of.ts';
import { type Route, route, type Wire } from '../../platform/http/route.ts';
import { createApiKey } from './api-keys/create-api-key.ts';
import { revokeApiKey } from './api-keys/revoke-api-key.ts';
import type { Authentication } from './authenticate.ts';
import { changePassword } from './people/change-password.ts';
import { changePerson } from './people/change-person.ts';
import { createPerson } from './people/create-person.ts';
import { createSignInLink } from './people/create-sign-in-link.ts';
import { createFirstAdministrator } from './people/first-run.ts';
import { listQualifications } from './people/list-qualifications.ts';
import { administratorExists, listApiKeys, listPeople, listSessions, signedIn } from './queries.ts';
import { endAllSessions, endSession } from './sessions/end-sessions.ts';
import {
  clearSessionCookie,
  csrfTokenOf,
  sessionTokenOf,
  setSessionCookie,
} from './sessions/session-cookie.ts';
import { signIn } from './sessions/sign-in.ts';
import { signInWithLink } from './sessions/sign-in-with-link.ts';
import type { Browser, StartedSession } from './sessions/start-session.ts';

export type AccessOptions = { demo: boolean };

export function accessRoutes(deps: Deps, authentication: Authentication, { demo }: AccessOptions): Route[] {
  return [
    ...startRoutes(deps, authentication, demo),
    ...sessionRoutes(deps, authentication),
    ...peopleRoutes(deps, authentication),
    ...apiKeyRoutes(deps, authentication),
  ];
}

function startRoutes(deps: Deps, authentication: Authentication, demo: boolean): Route[] {
  const { db, config } = deps;
  const answer = (started: StartedSession, { reply }: Wire) => {
    if (started.replacedSessionId !== null) authentication.forgetSession(started.replacedSessionId);
    setSessionCookie(reply, config, started.token);
    return started.answer;
  };
  const browserOf = (wire: Wire) => browserBehind(wire, deps);
  return [
    route(contract.firstRun, async () => ({ needed: !(await administratorExists(db)), demo })),
    route(contract.createFirstAdministrator, async ({ body, at }, wire) =>
      answer(await createFirstAdministrator(deps, { ...body, browser: browserOf(wire), at }), wire),
    ),
    route(contract.signIn, async ({ body, at }, wire) =>
      answer(await signIn(deps, { ...body, browser: browserOf(wire), at }), wire),
    ),
    route(contract.signInWithLink, async ({ body, at }, wire) =>
      answer(await signInWithLink(deps, { ...body, browser: browserOf(wire), at }), wire),
    ),
  ];
}

function sessionRoutes(deps: Deps, authentication: Authentication): Route[] {
  const { db, config } = deps;
  const idleMs = config.sessionIdleMs;
  return [
    route(contract.getSession, ({ actor }, { request }) => {
      const { personId, sessionId } = personOf(actor);
      const csrfToken = csrfTokenOf(sessionTokenOf(request, config) ?? ''); // signed in means that there is one
      return signedIn(db, { personId, sessionId, csrfToken });
    }),
    route(contract.signOut, async ({ actor, at }, { reply }) => {
      const person = personOf(actor);
      await endSession(deps, person, { sessionId: person.sessionId, because: 'signed-out', at });
      authentication.forgetSession(person.sessionId);
      clearSessionCookie(reply, config);
      return undefined;
    }),
    route(contract.listSessions, ({ actor, at }) => listSessions(db, { ...personOf(actor), idleMs, at })),
    route(contract.endSession, async ({ actor, params, at }) => {
      await endSession(deps, personOf(actor), { ...params, because: 'revoked', at });
      authentication.forgetSession(params.sessionId);
      return undefined;
    }),
    route(contract.endAllSessions, async ({ actor, at }, { reply }) => {
      await endAllSessions(deps, personOf(actor), at);
      authentication.forgetPerson(personOf(actor).personId);
      clearSessionCookie(reply, config);
      return undefined;
    }),
    route(contract.changePassword, async ({ actor, body, at }, { request }) => {
      await changePassword(deps, personOf(actor), { ...body, address: request.ip, at });
      authentication.forgetPerson(personOf(actor).personId);
      return undefined;
    }),
  ];
}

function peopleRoutes(deps: Deps, authentication: Authentication): Route[] {
  return [
    route(contract.listPeople, ({ query }) => listPeople(deps.db, query)),
    route(contract.createPerson, ({ body, actor, at }) => createPerson(deps, body, { actor, at })),
    route(contract.changePerson, async ({ params, body: { revision, ...change }, actor, at }) => {
      const person = await changePerson(deps, { ...params, revision, change, actor, at });
      authentication.forgetPerson(person.personId);
      return person;
    }),
    route(contract.listQualifications, async () => ({ items: await listQualifications(deps.db) })),
    route(contract.createSignInLink, ({ params, actor, at }) =>
      createSignInLink(deps, params.personId, { actor, at }),
    ),
  ];
}

function apiKeyRoutes(deps: Deps, authentication: Authentication): Route[] {
  return [
    route(contract.listApiKeys, ({ query }) => listApiKeys(deps.db, query)),
    route(contract.createApiKey, ({ body, actor, at }) =>
      createApiKey(deps, { ...body, createdBy: personOf(actor), at }),
    ),
    route(contract.revokeApiKey, async ({ params, actor, at }) => {
      const key = await revokeApiKey(deps, params.apiKeyId, { actor, at });
      authentication.forgetApiKey(key.apiKeyId);
      return key;
    }),
  ];
}

function browserBehind({ request }: Wire, { config }: Deps): Browser {
  return {
    address: request.ip,
    userAgent: request.headers['user-agent'] ?? null,
    sessionToken: sessionTokenOf(request, config),
  };
}
