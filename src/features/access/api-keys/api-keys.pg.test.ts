import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { createApiKey, getSession, listApiKeys, listPeople, revokeApiKey } from '../../../contract/access.ts';
import { endpoint } from '../../../contract/endpoint.ts';
import { writeApiKey } from '../../../core/access/api-key-text.ts';
import { permissions, serviceScopes } from '../../../core/access/permissions.ts';
import { sql } from '../../../db/sql.ts';
import { route } from '../../../platform/http/route.ts';
import {
  type AccessServer,
  type Answer,
  accessServer,
  accessServerOn,
  signedInAs,
} from '../../../testing/access-server.ts';

// Two endpoints of the kind machines use; their features stand on higher floors.
const submit = endpoint({
  id: 'submit',
  method: 'POST',
  path: '/test/submit',
  access: 'decisions:submit',
  summary: '',
  status: 204,
});
const judge = endpoint({ ...submit, id: 'judge', path: '/test/judge', access: 'tasks:judge' });
const routes = [route(submit, () => undefined), route(judge, () => undefined)];

const server = await accessServer({ routes });
const admin = await signedInAs(server, ['admin']);

type Made = { apiKey: { apiKeyId: string; prefix: string; expiresAt: string | null }; secret: string };

async function newKey(body: Record<string, unknown> = {}): Promise<Made> {
  const answer = await admin.call(createApiKey, {
    body: { name: 'Key', scopes: ['decisions:submit'], ...body },
  });
  assert.equal(answer.status, 201, answer.code);
  return answer.body as Made;
}

async function use(secret: string, address?: string, at: AccessServer = server): Promise<Answer> {
  return await at.browser(address).call(submit, {}, { authorization: `Bearer ${secret}` });
}

const refusal = ({ status, code }: Answer) => [status, code];
const refused = [401, 'api-key.refused'];

test('a key does what its scopes say, without a CSRF token, and nothing else', async () => {
  const { secret } = await newKey();
  assert.equal((await use(secret)).status, 204);
  const headers = { authorization: `Bearer ${secret}` };
  assert.deepEqual(refusal(await server.browser().call(listPeople, {}, headers)), [
    403,
    'permission.missing',
  ]);
  assert.deepEqual(refusal(await server.browser().call(getSession, {}, headers)), [
    403,
    'permission.people-only',
  ]);
});

test('the secret is shown once and kept nowhere', async () => {
  const { secret } = await newKey();
  const listed = JSON.stringify((await admin.call(listApiKeys)).body);
  assert.ok(!listed.includes(secret) && !listed.includes('hash'));
  for (const table of ['api_key', 'ledger_commit']) {
    const row = await server.db.row<{ text: string }>({
      text: `select json_agg(t)::text as text from ${table} t`,
      values: [],
    });
    assert.ok(!row?.text.includes(secret.slice(12)));
  }
});

test('a truncated, mistyped or foreign key is refused without asking the database', async () => {
  const { secret } = await newKey();
  const asked = await questions(async () => {
    const last = secret.endsWith('0') ? '1' : '0';
    for (const wrong of [
      secret.slice(0, -1),
      secret.slice(0, -1) + last,
      'sh_',
      'ghp_abc',
      '',
      `${secret} x`,
    ]) {
      assert.deepEqual(refusal(await use(wrong)), refused, wrong);
    }
  });
  assert.equal(asked, 0);
});

test('an unknown key with a fitting checksum is refused', async () => {
  assert.deepEqual(refusal(await use(unknownKey())), refused);
});

test("a key with another's prefix is refused", async () => {
  const { secret, apiKey } = await newKey();
  assert.equal((await use(secret)).status, 204);
  const guess = apiKey.prefix + unknownKey().slice(11);
  assert.deepEqual(refusal(await use(guess)), refused);
  assert.equal((await use(secret)).status, 204);
});

test('a revoked key is refused from the next request on; revoking twice is revoking once', async () => {
  const { secret, apiKey } = await newKey();
  assert.equal((await use(secret)).status, 204);
  const params = { apiKeyId: apiKey.apiKeyId };
  const first = await admin.call(revokeApiKey, { params });
  assert.equal(first.status, 200);
  const answer = await use(secret);
  assert.deepEqual(refusal(answer), refused);
  assert.match(JSON.stringify(answer.body), /revoked/);
  server.moveClock(1_000);
  assert.deepEqual((await admin.call(revokeApiKey, { params })).body, first.body);
  const kinds = (await server.entries()).filter((entry) => entry.about.apiKey === apiKey.apiKeyId);
  assert.deepEqual(
    kinds.map((entry) => entry.kind),
    ['api-key.created', 'api-key.revoked'],
  );
});

test('a key revoked in another process is refused within two seconds, whatever it does meanwhile', async () => {
  const other = await accessServerOn(server.db, { routes });
  const { secret, apiKey } = await newKey();
  assert.equal((await use(secret, undefined, other)).status, 204);
  await admin.call(revokeApiKey, { params: { apiKeyId: apiKey.apiKeyId } });
  const revokedMs = performance.now();
  let acceptedMs = 0;
  while (performance.now() - revokedMs < 2_050) {
    if ((await use(secret, undefined, other)).status === 204) acceptedMs = performance.now() - revokedMs;
    await wait(20);
  }
  assert.ok(acceptedMs <= 2_000, `accepted after ${acceptedMs} ms`);
  assert.deepEqual(refusal(await use(secret, undefined, other)), refused);
});

test('a key that rested for more than two seconds is looked up before it is let in', async () => {
  const other = await accessServerOn(server.db, { routes });
  const { secret, apiKey } = await newKey();
  assert.equal((await use(secret, undefined, other)).status, 204);
  await admin.call(revokeApiKey, { params: { apiKeyId: apiKey.apiKeyId } });
  await wait(2_010);
  assert.deepEqual(refusal(await use(secret, undefined, other)), refused);
});

test('an expired key is refused, also while it is in memory', async () => {
  const expiresAt = new Date(server.deps.clock.now().getTime() + 3_600_000).toISOString();
  const { secret } = await newKey({ expiresAt });
  assert.equal((await use(secret)).status, 204);
  const later = await accessServerOn(server.db, { routes });
  later.moveClock(3_599_000);
  assert.equal((await use(secret, undefined, later)).status, 204);
  later.moveClock(3_000);
  const answer = await use(secret, undefined, later);
  assert.deepEqual(refusal(answer), refused);
  assert.match(JSON.stringify(answer.body), /expired/);
});

test('a key lives a year unless told otherwise, for ever only when asked', async () => {
  const { apiKey } = await newKey();
  const days = (new Date(apiKey.expiresAt ?? 0).getTime() - server.deps.clock.now().getTime()) / 86_400_000;
  assert.ok(days > 364.9 && days <= 365);
  assert.equal((await newKey({ expiresAt: null })).apiKey.expiresAt, null);
  const past = { name: 'Key', scopes: ['decisions:submit'], expiresAt: '2020-01-01T00:00:00.000Z' };
  const answer = await admin.call(createApiKey, { body: past });
  assert.deepEqual(refusal(answer), [422, 'api-key.expiry-past']);
});

test('a key can have every scope of the service role and none beyond', async () => {
  await newKey({ scopes: [...serviceScopes] });
  for (const scope of permissions.filter((permission) => !serviceScopes.includes(permission))) {
    const answer = await admin.call(createApiKey, { body: { name: 'Key', scopes: [scope] } });
    assert.equal(answer.status, 400, scope);
  }
});

test('a key whose scopes were forged in the database to judge is still refused', async () => {
  const { secret, apiKey } = await newKey();
  await server.db.run(sql`
    update api_key
    set scopes = ${['decisions:submit', 'tasks:judge', 'tasks:judge-expert', 'people:write', 'made:up']}
    where api_key_id = ${apiKey.apiKeyId}`);
  const headers = { authorization: `Bearer ${secret}` };
  const answer = await server.browser().call(judge, {}, headers);
  assert.deepEqual(refusal(answer), [403, 'permission.missing']);
  assert.equal((await server.browser().call(listPeople, {}, headers)).status, 403);
});

test('a key in the URL is never read', async () => {
  const { secret } = await newKey();
  for (const name of ['api_key', 'apiKey', 'key', 'token', 'access_token', 'authorization']) {
    const url = `/test/submit?${name}=${secret}`;
    assert.equal((await server.app.inject({ method: 'POST', url })).statusCode, 401, name);
  }
  const basic = `Basic ${Buffer.from(`x:${secret}`).toString('base64')}`;
  assert.equal((await server.browser().call(submit, {}, { authorization: basic })).status, 401);
});

test('a thousand wrong tries are slowed down, and who holds a key is not locked out', async () => {
  const { secret } = await newKey();
  const address = '203.0.113.9';
  assert.equal((await use(secret, address)).status, 204);
  const answers: Answer[] = [];
  const asked = await questions(async () => {
    for (let i = 0; i < 1_000; i++) answers.push(await use(unknownKey(), address));
  });
  assert.deepEqual(
    answers.slice(0, 30).map((answer) => answer.status),
    Array(30).fill(401),
  );
  assert.ok(answers.slice(30).every((answer) => answer.code === 'api-key.too-many'));
  const wait = Number(answers.at(-1)?.headers['retry-after']);
  assert.ok(wait >= 1 && wait <= 60);
  assert.ok(asked <= 30, `${asked} questions to the database`);
  assert.equal((await use(secret, address)).status, 204);
  const elsewhere = await newKey();
  assert.equal((await use(elsewhere.secret, '203.0.113.10')).status, 204);
});

test('guesses at the secret behind a known prefix are slowed down too, at no cost to its owner', async () => {
  const { secret, apiKey } = await newKey();
  await use(secret);
  const address = '203.0.113.20';
  const answers: Answer[] = [];
  const asked = await questions(async () => {
    for (let i = 0; i < 100; i++) answers.push(await use(apiKey.prefix + unknownKey().slice(11), address));
  });
  assert.equal(answers.filter((answer) => answer.status === 429).length, 70);
  assert.ok(asked <= 5, `${asked} questions to the database`);
  assert.equal((await use(secret, address)).status, 204);
});

test('a key in use costs one write a minute', async () => {
  const { secret, apiKey } = await newKey();
  const writes = await questions(async () => {
    for (let i = 0; i < 50; i++) await use(secret);
    await server.authentication.settled();
  }, 'update api_key');
  assert.equal(writes, 1);
  const listed = (await admin.call(listApiKeys, { query: { limit: 1 } })).body as {
    items: Record<string, unknown>[];
  };
  assert.equal(listed.items[0]?.apiKeyId, apiKey.apiKeyId);
  assert.ok(listed.items[0]?.lastUsedAt);
});

test('keys are listed newest first, page by page', async () => {
  const first = (await admin.call(listApiKeys, { query: { limit: 3 } })).body as {
    items: { apiKeyId: string }[];
    next: string;
  };
  const second = (await admin.call(listApiKeys, { query: { limit: 3, cursor: first.next } }))
    .body as typeof first;
  const ids = [...first.items, ...second.items].map((item) => item.apiKeyId);
  assert.equal(new Set(ids).size, 6);
  assert.deepEqual(ids, [...ids].sort().reverse());
});

function unknownKey(): string {
  return writeApiKey({ id: randomBytes(6), secret: randomBytes(32) }, crc32).text;
}

/** Statements sent to the database meanwhile. */
async function questions(work: () => Promise<void>, beginning = ''): Promise<number> {
  const { db } = server.deps;
  const { row, run } = db;
  let count = 0;
  // Listening in, not replacing: every statement goes on to the real database.
  const listeningTo =
    <Asked extends { text: string }, Answered>(ask: (query: Asked) => Answered) =>
    (query: Asked): Answered => {
      if (query.text.trim().startsWith(beginning)) count += 1;
      return ask(query);
    };
  Object.assign(db, { row: listeningTo(row), run: listeningTo(run) });
  await work();
  Object.assign(db, { row, run });
  return count;
}
