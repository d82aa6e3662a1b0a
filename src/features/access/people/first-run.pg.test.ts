import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFirstAdministrator, firstRun, getSession } from '../../../contract/access.ts';
import { sql } from '../../../db/sql.ts';
import { type AccessServer, accessServer, accessServerOn } from '../../../testing/access-server.ts';
import { prepareFirstRun } from './first-run.ts';

const password = 'seven kites over Basel';
const first = (token: string | null, email = 'ada@example.org') => ({
  body: { token: token ?? '', email, name: 'Ada', password },
});
// One database for the file: making and dropping one costs more than all these tests.
const made = await accessServer();

async function emptyServer(): Promise<AccessServer> {
  for (const table of ['session', 'one_time_token', 'person', 'ledger_commit']) {
    await made.db.run({ text: `delete from ${table}`, values: [] });
  }
  return await accessServerOn(made.db);
}

const people = (server: AccessServer) =>
  server.db.rows(sql`select person_id, password_hash from person where 'admin' = any(roles)`);

test('without the printed token nobody becomes the first administrator', async () => {
  const server = await emptyServer();
  await prepareFirstRun(server.deps);
  const refused = await server.browser().call(createFirstAdministrator, first('guess'));
  assert.deepEqual([refused.status, refused.code], [403, 'first-run.wrong-token']);
  assert.deepEqual(await people(server), []);
});

test('a newer start replaces the token, and with the newer one the first administrator is signed in', async () => {
  const server = await emptyServer();
  const older = await prepareFirstRun(server.deps);
  const token = await prepareFirstRun(server.deps);
  const browser = server.browser();
  assert.deepEqual((await browser.call(firstRun)).body, { needed: true, demo: false });
  assert.equal((await browser.call(createFirstAdministrator, first(older))).code, 'first-run.wrong-token');
  const created = await browser.call(createFirstAdministrator, first(token, 'Ada@Example.org'));
  assert.equal(created.status, 201);
  const session = await browser.call(getSession);
  assert.partialDeepStrictEqual(session.body, { person: { email: 'ada@example.org', roles: ['admin'] } });
  assert.deepEqual((await browser.call(firstRun)).body, { needed: false, demo: false });
  const kinds = (await server.entries()).map((entry) => entry.kind);
  assert.deepEqual(kinds, ['person.created', 'session.started']);
});

test('the database keeps neither the token nor the password', async () => {
  const server = await emptyServer();
  const token = await prepareFirstRun(server.deps);
  await server.browser().call(createFirstAdministrator, first(token));
  const tables = ['person', 'session', 'one_time_token', 'ledger_commit'];
  const texts = await Promise.all(
    tables.map((table) =>
      server.db.row<{ text: string }>({
        text: `select json_agg(t)::text as text from ${table} t`,
        values: [],
      }),
    ),
  );
  const whole = texts.map((row) => row?.text).join();
  assert.match(whole, /\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  for (const secret of [token ?? '', Buffer.from(token ?? '').toString('hex'), password]) {
    assert.ok(!whole.includes(secret));
  }
});

test('of many who use the token at the same time exactly one becomes administrator', async () => {
  const server = await emptyServer();
  const token = await prepareFirstRun(server.deps);
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      server.browser().call(createFirstAdministrator, first(token, `ada${i}@example.org`)),
    ),
  );
  const statuses = answers.map((answer) => answer.status).sort();
  assert.deepEqual(statuses, [201, 409, 409, 409, 409, 409, 409, 409]);
  assert.equal((await people(server)).length, 1);
});

test('of many who start at the same time one token is valid', async () => {
  const server = await emptyServer();
  const tokens = await Promise.all(Array.from({ length: 6 }, () => prepareFirstRun(server.deps)));
  const answers = [];
  for (const token of tokens)
    answers.push(await server.browser().call(createFirstAdministrator, first(token)));
  assert.deepEqual(answers.filter((answer) => answer.status === 201).length, 1);
  assert.equal((await people(server)).length, 1);
});

test('once there is an administrator no start makes a token, and the door stays shut', async () => {
  const server = await emptyServer();
  const token = await prepareFirstRun(server.deps);
  await server.browser().call(createFirstAdministrator, first(token));
  assert.equal(await prepareFirstRun(server.deps), null);
  const again = await server.browser().call(createFirstAdministrator, first(token, 'eve@example.org'));
  assert.deepEqual([again.status, again.code], [409, 'first-run.done']);
});

test('the token expires after a day', async () => {
  const server = await emptyServer();
  const token = await prepareFirstRun(server.deps);
  server.moveClock(24 * 3_600_000);
  assert.equal((await server.browser().call(createFirstAdministrator, first(token))).status, 403);
});

test('a weak password is refused and the token can still be used', async () => {
  const server = await emptyServer();
  const token = await prepareFirstRun(server.deps);
  const weak = first(token);
  weak.body.password = 'password12345';
  const refused = await server.browser().call(createFirstAdministrator, weak);
  assert.deepEqual([refused.status, refused.code], [422, 'password.weak']);
  assert.equal((await server.browser().call(createFirstAdministrator, first(token))).status, 201);
});
