import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { signInWithLink } from '../contract/access.ts';
import type { Endpoint } from '../contract/endpoint.ts';
import type { PersonRole } from '../core/access/permissions.ts';
import { decodeBundle } from '../core/ledger/bundle.ts';
import { decodeEntry, type Entry } from '../core/ledger/entry.ts';
import type { Database } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { type Authentication, openAuthentication } from '../features/access/authenticate.ts';
import { ensurePerson, ensureSignIn } from '../features/access/provision.ts';
import { accessRoutes } from '../features/access/routes.ts';
import { type Config, readConfig } from '../platform/config.ts';
import type { Deps } from '../platform/deps.ts';
import type { Route } from '../platform/http/route.ts';
import { buildServer } from '../platform/http/server.ts';
import { openLog } from '../platform/log.ts';
import { type Parts, urlOf } from '../sdk/client.ts';
import { testDatabase } from './database.ts';

/** The real door and the real access endpoints on a real database, with a clock that tests move. */
export type AccessServer = {
  app: FastifyInstance;
  db: Database;
  deps: Deps;
  authentication: Authentication;
  moveClock(ms: number): void;
  /** A browser of its own: it keeps its cookie and the CSRF token, and comes from an address of its own. */
  browser(address?: string): Browser;
  /** Everything appended to the ledger so far. */
  entries(): Promise<Entry[]>;
};

export type Answer = {
  status: number;
  code: string | undefined;
  body: never;
  headers: Record<string, unknown>;
};

export type Browser = {
  cookie: string | null;
  csrfToken: string | null;
  call(endpoint: Endpoint, input?: Parts, headers?: Record<string, string>): Promise<Answer>;
};

export type AccessServerOptions = {
  config?: Partial<Config>;
  routes?: Route[];
  /** Builds the server in another way than out of the access endpoints alone. */
  build?: (deps: Deps, authentication: Authentication) => FastifyInstance;
};

export async function accessServer(options: AccessServerOptions = {}): Promise<AccessServer> {
  const db = await testDatabase();
  await db.run(sql`
    insert into ledger_secret (name, value)
    values ('actor-key', ${Buffer.alloc(32, 7)})
    on conflict do nothing`);
  return await accessServerOn(db, options);
}

/** Another process of the same installation, as far as memory goes. */
export async function accessServerOn(db: Database, options: AccessServerOptions = {}): Promise<AccessServer> {
  let aheadMs = 0;
  const clock = { now: () => new Date(Date.now() + aheadMs) };
  const log = openLog('silent');
  const deps: Deps = { db, clock, config: { ...defaults(), ...options.config }, log };
  const authentication = openAuthentication(deps);
  const app = (options.build ?? accessAlone(options.routes ?? []))(deps, authentication);
  await app.ready();
  let browsers = 0;
  return {
    app,
    db,
    deps,
    authentication,
    moveClock: (ms) => {
      aheadMs += ms;
    },
    browser: (address = `192.0.2.${++browsers}`) => openBrowser(app, address),
    entries: () => entriesIn(db),
  };
}

function accessAlone(others: Route[]) {
  return (deps: Deps, authentication: Authentication) =>
    buildServer({
      routes: [...accessRoutes(deps, authentication, { demo: false }), ...others],
      authenticate: authentication.authenticate,
      clock: deps.clock,
      log: deps.log,
      bodyLimitBytes: 1 << 20,
      onAnswered: () => {},
    });
}

function defaults(): Config {
  const reading = readConfig({});
  if (!reading.ok) throw new Error(reading.problems.join(' '));
  return reading.config;
}

function openBrowser(app: FastifyInstance, remoteAddress: string): Browser {
  const browser: Browser = {
    cookie: null,
    csrfToken: null,
    async call(endpoint, input = {}, headers = {}) {
      const response = await app.inject({
        method: endpoint.method,
        url: urlOf('', endpoint, input),
        remoteAddress,
        headers: {
          ...(browser.cookie ? { cookie: browser.cookie } : {}),
          ...(browser.csrfToken && endpoint.method !== 'GET' ? { 'x-csrf-token': browser.csrfToken } : {}),
          ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(input.body === undefined ? {} : { payload: JSON.stringify(input.body) }),
      });
      const set = response.headers['set-cookie'];
      if (typeof set === 'string')
        browser.cookie = / Max-Age=0;/.test(set) ? null : (set.split(';')[0] ?? null);
      const body = response.body === '' ? undefined : JSON.parse(response.body);
      if (body?.csrfToken) browser.csrfToken = body.csrfToken;
      return {
        status: response.statusCode,
        code: body?.code,
        body: body as never,
        headers: response.headers,
      };
    },
  };
  return browser;
}

async function entriesIn(db: Database): Promise<Entry[]> {
  const rows = await db.rows<{ entries: Buffer }>(sql`
    select entries
    from ledger_commit
    order by written_at, commit_id`);
  return rows.flatMap((row) => {
    const bundle = decodeBundle(row.entries);
    if (!bundle.ok) throw new Error(bundle.because);
    return bundle.entries.map((bytes) => {
      const decoded = decodeEntry(bytes);
      if (!decoded.ok) throw new Error(decoded.because);
      return decoded.entry;
    });
  });
}

/** A new person with these roles, signed in by a one-time link (which spares the tests the password's cost). */
export async function signedInAs(
  server: AccessServer,
  roles: readonly PersonRole[],
): Promise<Browser & { personId: string }> {
  const actor = { kind: 'system', duty: 'test' } as const;
  const at = server.deps.clock.now();
  const email = `${randomUUID()}@example.org`;
  const { personId, token } = await server.db.atomically(async (tx) => {
    const person = { email, name: 'Somebody', roles, simulated: false, actor, at };
    const made = await ensurePerson(tx, person);
    return { personId: made, token: (await ensureSignIn(tx, made, { actor, at })).token };
  });
  const browser = server.browser();
  const answer = await browser.call(signInWithLink, { body: { token } });
  if (answer.status !== 201) throw new Error(`the link was refused: ${answer.code}`);
  return Object.assign(browser, { personId });
}
