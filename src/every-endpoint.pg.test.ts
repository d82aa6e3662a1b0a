import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildApp } from './app.ts';
import { createApiKey } from './contract/access.ts';
import type { Access, Endpoint } from './contract/endpoint.ts';
import { endpoints } from './contract/index.ts';
import { permissions, personRoles, rolePermissions, serviceScopes } from './core/access/permissions.ts';
import { sql } from './db/sql.ts';
import { openIngest } from './features/decisions/recording/ingest.ts';
import { openMetrics } from './platform/metrics.ts';
import { accessServer, type Browser, signedInAs } from './testing/access-server.ts';

// The real server as it is started. The door stands before validation and handlers; a visitor who only knocks is
// sent away right behind it, so that nothing is changed and no stream is opened.
const knocking = { 'x-only-knocking': 'yes' };
const server = await accessServer({
  build(deps, authentication) {
    const ingest = openIngest(deps);
    const parts = { deps, authentication, ingest, metrics: openMetrics(), demo: false };
    const app = buildApp({ ...parts, notReady: async () => null });
    app.addHook('preValidation', async (request, reply) => {
      if (request.headers['x-only-knocking']) return await reply.code(299).send();
    });
    return app;
  },
});
const placeholder = '00000000-0000-7000-8000-000000000000';

const callers = {
  nobody: async () => server.browser(),
  'no role': () => signedInAs(server, []),
  admin: () => signedInAs(server, ['admin']),
  'policy-owner': () => signedInAs(server, ['policy-owner']),
  reviewer: () => signedInAs(server, ['reviewer']),
  expert: () => signedInAs(server, ['expert']),
  auditor: () => signedInAs(server, ['auditor']),
  'every role': () => signedInAs(server, personRoles),
  'API key': async () => keyHolder((await apiKey()).secret),
  'forged API key': forgedKeyHolder,
} satisfies Record<string, () => Promise<Browser>>;
type Caller = keyof typeof callers;

const made = Object.fromEntries(
  await Promise.all(Object.entries(callers).map(async ([name, make]) => [name, await make()])),
) as Record<Caller, Browser>; // one per key of callers

test('every endpoint names who may call it', () => {
  const named = new Set<string>(['anyone', 'signed-in', ...permissions]);
  for (const { endpoint } of endpoints) assert.ok(named.has(endpoint.access), endpoint.id);
});

test('only these endpoints are open to anyone', () => {
  const open = endpoints
    .filter(({ endpoint }) => endpoint.access === 'anyone')
    .map(({ endpoint }) => endpoint.id);
  const start = ['firstRun', 'createFirstAdministrator', 'signIn', 'signInWithLink'];
  assert.deepEqual(open.sort(), [...start, 'live', 'ready', 'metrics', 'openApi', 'policySchema'].sort());
});

test('every endpoint has its own id and its own address', () => {
  const ids = new Set(endpoints.map(({ endpoint }) => endpoint.id));
  const addresses = new Set(endpoints.map(({ endpoint }) => `${endpoint.method} ${endpoint.path}`));
  assert.deepEqual([ids.size, addresses.size], [endpoints.length, endpoints.length]);
});

test('no GET changes anything: none takes a body', () => {
  for (const { endpoint } of endpoints) if (endpoint.method === 'GET') assert.equal(endpoint.body, undefined);
});

for (const { endpoint } of inSafeOrder()) {
  const admitted = Object.keys(callers).filter(
    (caller) => expected(caller as Caller, endpoint.access) === 'in',
  );
  test(`${endpoint.method} ${endpoint.path} (${endpoint.access}): ${admitted.join(', ') || 'nobody'}`, async () => {
    for (const caller of Object.keys(callers) as Caller[]) {
      const outcome = await knock(endpoint, caller);
      assert.equal(outcome, expected(caller, endpoint.access), caller);
    }
  });
}

test('no machine can submit a verdict, claim or see a task, not even with forged scopes', async () => {
  for (const { word, endpoint } of endpoints) {
    if (word !== 'reviews') continue;
    assert.equal(await knock(endpoint, 'API key'), 403, endpoint.id);
    assert.equal(await knock(endpoint, 'forged API key'), 403, endpoint.id);
  }
});

/** What ends the caller's own session comes last. */
function inSafeOrder() {
  const endsSession = new Set(['signOut', 'endAllSessions']);
  return [...endpoints].sort(
    (a, b) => Number(endsSession.has(a.endpoint.id)) - Number(endsSession.has(b.endpoint.id)),
  );
}

function expected(caller: Caller, access: Access): 'in' | 401 | 403 {
  if (access === 'anyone') return 'in';
  if (caller === 'nobody') return 401;
  const machine = caller === 'API key' || caller === 'forged API key';
  if (access === 'signed-in') return machine ? 403 : 'in';
  if (machine) return serviceScopes.includes(access) ? 'in' : 403;
  if (caller === 'no role') return 403;
  const roles = caller === 'every role' ? personRoles : [caller];
  return roles.some((role) => rolePermissions[role].includes(access)) ? 'in' : 403;
}

async function knock(endpoint: Endpoint, caller: Caller): Promise<'in' | 401 | 403> {
  // A fresh session for each: some endpoints end it.
  const browser =
    endpoint.access === 'signed-in' && caller !== 'nobody' ? await callers[caller]() : made[caller];
  const params = Object.fromEntries(
    [...endpoint.path.matchAll(/:([A-Za-z]+)/g)].map(([, name = '']) => [name, placeholder]),
  );
  const { status } = await browser.call(endpoint, { params }, knocking);
  assert.ok(status === 299 || status === 401 || status === 403, `${endpoint.id} answered ${status}`);
  return status === 299 ? 'in' : status;
}

async function apiKey(): Promise<{ secret: string; apiKey: { apiKeyId: string } }> {
  const admin = await signedInAs(server, ['admin']);
  const answer = await admin.call(createApiKey, { body: { name: 'Key', scopes: [...serviceScopes] } });
  return answer.body;
}

function keyHolder(secret: string): Browser {
  const browser = server.browser();
  return {
    ...browser,
    call: (endpoint, input, headers) =>
      browser.call(endpoint, input, { ...headers, authorization: `Bearer ${secret}` }),
  };
}

async function forgedKeyHolder(): Promise<Browser> {
  const { secret, apiKey: key } = await apiKey();
  await server.db.run(sql`
    update api_key
    set scopes = ${[...permissions]}
    where api_key_id = ${key.apiKeyId}`);
  return keyHolder(secret);
}
