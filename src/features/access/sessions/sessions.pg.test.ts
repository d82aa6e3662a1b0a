import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import {
  changePerson,
  createPerson,
  endAllSessions,
  endSession,
  getSession,
  listPeople,
  listSessions,
  signOut,
} from '../../../contract/access.ts';
import { sql } from '../../../db/sql.ts';
import { accessServer, accessServerOn, type Browser, signedInAs } from '../../../testing/access-server.ts';

const minuteMs = 60_000;
const server = await accessServer({
  config: { sessionIdleMs: 60 * minuteMs, sessionAgeMs: 12 * 60 * minuteMs },
});

const statusOf = async (browser: Browser) => (await browser.call(getSession)).status;

async function sameSession(browser: Browser, on = server): Promise<Browser> {
  return Object.assign(on.browser(), { cookie: browser.cookie, csrfToken: browser.csrfToken });
}

test('a session tells who I am, what I may do and until when', async () => {
  const browser = await signedInAs(server, ['reviewer']);
  const { body } = await browser.call(getSession);
  assert.partialDeepStrictEqual(body, {
    person: { personId: browser.personId, roles: ['reviewer'] },
    csrfToken: browser.csrfToken,
  });
  assert.ok((body as { permissions: string[] }).permissions.includes('tasks:judge'));
});

test('a cookie is no use after signing out, and the browser is told to drop it', async () => {
  const browser = await signedInAs(server, ['reviewer']);
  const replayed = await sameSession(browser);
  assert.equal(await statusOf(replayed), 200);
  const out = await browser.call(signOut);
  assert.equal(out.status, 204);
  assert.equal(browser.cookie, null);
  assert.equal(await statusOf(replayed), 401);
});

test('a session ends when nobody used it for an hour, and lives on while it is used', async () => {
  const browser = await signedInAs(server, ['reviewer']);
  for (let i = 0; i < 3; i++) {
    server.moveClock(59 * minuteMs);
    assert.equal(await statusOf(browser), 200);
    await server.authentication.settled();
  }
  server.moveClock(60 * minuteMs);
  assert.equal(await statusOf(browser), 401);
});

test('a session ends after twelve hours however much it is used', async () => {
  const browser = await signedInAs(server, ['reviewer']);
  for (let i = 0; i < 14; i++) {
    server.moveClock(50 * minuteMs);
    assert.equal(await statusOf(browser), 200);
    await server.authentication.settled();
  }
  server.moveClock(20 * minuteMs);
  assert.equal(await statusOf(browser), 401);
});

test('I see my open sessions and which is this one', async () => {
  const browser = await signedInAs(server, ['reviewer']);
  const { items } = (await browser.call(listSessions)).body as { items: { current: boolean }[] };
  assert.deepEqual(
    items.map((item) => item.current),
    [true],
  );
});

test('ending all my sessions shuts out a stolen cookie on the next request', async () => {
  const browser = await signedInAs(server, ['reviewer']);
  const thief = await sameSession(browser);
  assert.equal(await statusOf(thief), 200);
  assert.equal((await browser.call(endAllSessions)).status, 204);
  assert.equal(await statusOf(thief), 401);
});

test("one of my sessions can be ended; another's looks as if it were not there", async () => {
  const mine = await signedInAs(server, ['reviewer']);
  const theirs = await signedInAs(server, ['reviewer']);
  const { items } = (await theirs.call(listSessions)).body as { items: { sessionId: string }[] };
  const params = { sessionId: items[0]?.sessionId ?? '' };
  const refused = await mine.call(endSession, { params });
  assert.deepEqual([refused.status, refused.code], [404, 'session.unknown']);
  assert.equal((await theirs.call(endSession, { params })).status, 204);
  assert.equal(await statusOf(theirs), 401);
});

test('a role taken away mid-session counts from the next request on', async () => {
  const admin = await signedInAs(server, ['admin']);
  const auditor = await signedInAs(server, ['auditor']);
  assert.equal((await auditor.call(listPeople)).status, 200);
  await admin.call(changePerson, {
    params: { personId: auditor.personId },
    body: { revision: 1, roles: [] },
  });
  const refused = await auditor.call(listPeople);
  assert.deepEqual([refused.status, refused.code], [403, 'permission.missing']);
});

test('in another process it counts within a second', async () => {
  const other = await accessServerOn(server.db);
  const admin = await signedInAs(server, ['admin']);
  const auditor = await signedInAs(other, ['auditor']);
  assert.equal((await auditor.call(listPeople)).status, 200);
  await admin.call(changePerson, {
    params: { personId: auditor.personId },
    body: { revision: 1, roles: [] },
  });
  await wait(1_010);
  assert.equal((await auditor.call(listPeople)).status, 403);
});

test('a disabled person is out with the next request, in all sessions', async () => {
  const admin = await signedInAs(server, ['admin']);
  const person = await signedInAs(server, ['reviewer']);
  const change = { params: { personId: person.personId }, body: { revision: 1, disabled: true } };
  assert.equal((await admin.call(changePerson, change)).status, 200);
  assert.equal(await statusOf(person), 401);
  const enable = { params: { personId: person.personId }, body: { revision: 2, disabled: false } };
  await admin.call(changePerson, enable);
  assert.equal(await statusOf(person), 401);
});

test('every start and end of a session is in the ledger', async () => {
  const browser = await signedInAs(server, ['reviewer']);
  await browser.call(signOut);
  const about = (await server.entries()).filter((entry) => entry.about.person === browser.personId);
  assert.deepEqual(
    about.map((entry) => [entry.kind, entry.facts.by ?? entry.facts.because ?? entry.facts.changed ?? null]),
    [
      ['person.created', null],
      ['person.changed', 'sign-in-link'],
      ['session.started', 'link'],
      ['session.ended', 'signed-out'],
    ],
  );
});

const newPerson = () => ({ body: { email: `${crypto.randomUUID()}@example.org`, name: 'New', roles: [] } });
const admin = await signedInAs(server, ['admin']);
const forged = async (headers: Record<string, string>) => {
  const browser = await signedInAs(server, ['admin']);
  const answer = await browser.call(createPerson, newPerson(), headers);
  return [answer.status, answer.code];
};

test('a write with the session and its token passes', async () => {
  const browser = await signedInAs(server, ['admin']);
  assert.equal((await browser.call(createPerson, newPerson())).status, 201);
});

test('a write without the token, with a wrong one or with that of another session is refused', async () => {
  for (const token of ['', 'x'.repeat(43), admin.csrfToken ?? '']) {
    assert.deepEqual(await forged({ 'x-csrf-token': token }), [403, 'request.csrf']);
  }
  const browser = await signedInAs(server, ['admin']);
  browser.csrfToken = null;
  assert.equal((await browser.call(createPerson, newPerson())).code, 'request.csrf');
});

test('a write from the page of another site is refused although it carries everything else', async () => {
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ]) {
    assert.deepEqual(await forged(headers), [403, 'request.cross-site']);
  }
});

test('a write from our own page passes', async () => {
  const headers = { origin: 'http://127.0.0.1:8420', 'sec-fetch-site': 'same-origin' };
  assert.deepEqual(await forged(headers), [201, undefined]);
});

test('a form and JSON in disguise are refused', async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    assert.deepEqual(await forged({ 'content-type': type }), [415, 'request.not-json']);
  }
});

test('nobody can be signed in from another site', async () => {
  const response = await server.app.inject({
    method: 'POST',
    url: '/v1/session',
    headers: { origin: 'https://evil.example', 'content-type': 'application/json' },
    payload: JSON.stringify({ email: 'eve@example.org', password: 'x' }),
  });
  assert.equal(response.statusCode, 403);
});

test('a session token in the URL or the Authorization header signs nobody in', async () => {
  const browser = await signedInAs(server, ['admin']);
  const token = browser.cookie?.split('=')[1] ?? '';
  for (const url of [`/v1/session?steerhouse=${token}`, `/v1/session?session=${token}`]) {
    assert.equal((await server.app.inject({ url })).statusCode, 401);
  }
  const headers = { authorization: `Bearer ${token}` };
  assert.equal((await server.app.inject({ url: '/v1/session', headers })).statusCode, 401);
});

test('the cookie is found among others and broken ones are nobody', async () => {
  const browser = await signedInAs(server, ['reviewer']);
  const kept = browser.cookie ?? '';
  browser.cookie = `theme=dark; ${kept}; steerhouse2=x`;
  assert.equal(await statusOf(browser), 200);
  for (const broken of [
    `x${kept}`,
    `${kept}A`,
    kept.slice(0, -1),
    'steerhouse=',
    'steerhouse',
    ';;=;',
    '\u00e9=1',
  ]) {
    browser.cookie = broken;
    assert.equal(await statusOf(browser), 401, broken);
  }
});

test('a used session costs one write a minute', async () => {
  const browser = await signedInAs(server, ['reviewer']);
  const seenAt = async () => {
    await server.authentication.settled();
    const row = await server.db.row<{ seen_at: Date }>(
      sql`select seen_at from session where person_id = ${browser.personId}`,
    );
    return row?.seen_at.getTime() ?? 0;
  };
  const before = await seenAt();
  server.moveClock(30_000);
  await statusOf(browser);
  assert.equal(await seenAt(), before);
  server.moveClock(31_000);
  await statusOf(browser);
  assert.ok((await seenAt()) > before + 60_000);
});
