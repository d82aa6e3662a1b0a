import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  changePassword,
  changePerson,
  createPerson,
  createSignInLink,
  getSession,
  signIn,
  signInWithLink,
} from '../../../contract/access.ts';
import { sql } from '../../../db/sql.ts';
import { accessServer, type Browser, signedInAs } from '../../../testing/access-server.ts';

const server = await accessServer();
const admin = await signedInAs(server, ['admin']);
const password = 'seven kites over Basel';

type Made = { person: { personId: string; revision: number } };

async function person(): Promise<{ personId: string; revision: number; email: string }> {
  const email = `${crypto.randomUUID()}@example.org`;
  const body = { email, name: 'Grace', roles: ['reviewer'], password };
  const made = (await admin.call(createPerson, { body })).body as Made;
  return { ...made.person, email };
}

async function signedIn(email: string): Promise<Browser> {
  const browser = server.browser();
  assert.equal((await browser.call(signIn, { body: { email, password } })).status, 201);
  return browser;
}

async function openSessionsOf(personId: string): Promise<number> {
  const row = await server.db.row<{ open: number }>(sql`
    select count(*)::integer as open from session where person_id = ${personId} and ended_at is null`);
  return row?.open ?? -1;
}

test('of two who set a new password with the old one at the same time one does, and only its session stays', async () => {
  const { email, personId } = await person();
  const browsers = [await signedIn(email), await signedIn(email)];
  const wanted = ['eight kites over Chur', 'nine kites over Genf'];
  const answers = await Promise.all(
    browsers.map((browser, i) =>
      browser.call(changePassword, { body: { current: password, password: wanted[i] } }),
    ),
  );
  const won = answers.findIndex(({ status }) => status === 204);
  assert.deepEqual(answers.map(({ status }) => status).filter((status) => status === 204).length, 1);
  assert.equal(await openSessionsOf(personId), 1);
  assert.equal((await browsers[won]?.call(getSession))?.status, 200);
  for (const [i, tried] of wanted.entries()) {
    const { status } = await server.browser().call(signIn, { body: { email, password: tried } });
    assert.equal(status, i === won ? 201 : 401);
  }
});

test('however many sign in while a person is disabled, none of them is in afterwards', async () => {
  const { email, personId, revision } = await person();
  const link = (await admin.call(createSignInLink, { params: { personId } })).body as { signInLink: string };
  const token = link.signInLink.split('#')[1];
  const browsers = Array.from({ length: 6 }, () => server.browser());
  const [disabled] = await Promise.all([
    admin.call(changePerson, { params: { personId }, body: { revision, disabled: true } }),
    ...browsers.map((browser, i) =>
      i === 0
        ? browser.call(signInWithLink, { body: { token } })
        : browser.call(signIn, { body: { email, password } }),
    ),
  ]);
  assert.equal(disabled.status, 200);
  assert.equal(await openSessionsOf(personId), 0);
  for (const browser of browsers) assert.equal((await browser.call(getSession)).status, 401);
});
