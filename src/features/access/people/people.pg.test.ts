import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  changePassword,
  changePerson,
  createPerson,
  createSignInLink,
  getSession,
  listPeople,
  listSessions,
  signIn,
  signInWithLink,
} from '../../../contract/access.ts';
import { sql } from '../../../db/sql.ts';
import { type Answer, accessServer, signedInAs } from '../../../testing/access-server.ts';
import { ensurePerson } from '../provision.ts';

const server = await accessServer();
const admin = await signedInAs(server, ['admin']);
const password = 'seven kites over Basel';
const other = 'eight kites over Chur';

type Made = { person: { personId: string; revision: number }; signInLink: string | null };
const newEmail = () => `${crypto.randomUUID()}@example.org`;

async function create(body: Record<string, unknown> = {}): Promise<Made & { email: string }> {
  const email = newEmail();
  const answer = await admin.call(createPerson, {
    body: { email, name: 'Grace', roles: ['reviewer'], ...body },
  });
  assert.equal(answer.status, 201, answer.code);
  return { ...(answer.body as Made), email };
}

const tokenIn = (link: string | null) => link?.split('#')[1] ?? '';
const byLink = (token: string) => ({ body: { token } });
const asksForCurrent = async (browser: { call: typeof admin.call }) =>
  ((await browser.call(listSessions)).body as { currentPasswordNeeded: boolean }).currentPasswordNeeded;
const refusal = ({ status, code }: Answer) => [status, code];

test('a person made with a password signs in with it and gets no link', async () => {
  const { email, signInLink } = await create({ password });
  assert.equal(signInLink, null);
  assert.equal((await server.browser().call(signIn, { body: { email, password } })).status, 201);
});

test('a person made without one gets in by a link, once, and chooses a password', async () => {
  const { email, signInLink } = await create();
  assert.match(signInLink ?? '', /^http:\/\/127\.0\.0\.1:8420\/sign-in\/link#[\w-]{43}$/);
  const browser = server.browser();
  assert.equal((await browser.call(signInWithLink, byLink(tokenIn(signInLink)))).status, 201);
  const again = await server.browser().call(signInWithLink, byLink(tokenIn(signInLink)));
  assert.deepEqual(refusal(again), [401, 'sign-in.link-used']);
  assert.equal(await asksForCurrent(browser), false);
  assert.equal((await browser.call(changePassword, { body: { current: '', password } })).status, 204);
  assert.equal(await asksForCurrent(browser), true);
  assert.equal((await server.browser().call(signIn, { body: { email, password } })).status, 201);
});

test('of many who use one link at the same time one gets in', async () => {
  const { signInLink } = await create();
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => server.browser().call(signInWithLink, byLink(tokenIn(signInLink)))),
  );
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [201, 401, 401, 401, 401, 401]);
});

test('a newer link, disabling and a new password withdraw the older link', async () => {
  const params = ({ person }: Made) => ({ personId: person.personId });
  const relinked = await create();
  assert.equal((await admin.call(createSignInLink, { params: params(relinked) })).status, 201);
  const disabled = await create();
  await admin.call(changePerson, { params: params(disabled), body: { revision: 1, disabled: true } });
  const changed = await create({ password });
  const linked = await admin.call(createSignInLink, { params: params(changed) });
  const browser = server.browser();
  await browser.call(signIn, { body: { email: changed.email, password } });
  await browser.call(changePassword, { body: { current: password, password: other } });
  const links = [relinked.signInLink, disabled.signInLink, (linked.body as Made).signInLink];
  for (const link of links) {
    assert.equal((await server.browser().call(signInWithLink, byLink(tokenIn(link)))).status, 401);
  }
});

test('a link is valid for a day', async () => {
  const { signInLink } = await create();
  const row = await server.db.row<{ hours: number }>(sql`
    select (extract(epoch from expires_at - created_at) / 3600)::integer as hours
    from one_time_token
    order by created_at desc
    limit 1`);
  assert.equal(row?.hours, 24);
  await server.db.run(sql`update one_time_token set expires_at = now() - interval '1 second'`);
  assert.equal((await server.browser().call(signInWithLink, byLink(tokenIn(signInLink)))).status, 401);
});

test('a disabled person gets no link', async () => {
  const { person } = await create();
  const params = { personId: person.personId };
  await admin.call(changePerson, { params, body: { revision: 1, disabled: true } });
  assert.deepEqual(refusal(await admin.call(createSignInLink, { params })), [409, 'person.disabled']);
});

test('whoever forgot the password sets a new one after a link, but only in that session', async () => {
  const { person, email } = await create({ password });
  const link = await admin.call(createSignInLink, { params: { personId: person.personId } });
  const browser = server.browser();
  await browser.call(signInWithLink, byLink(tokenIn((link.body as Made).signInLink)));
  assert.equal(await asksForCurrent(browser), false);
  assert.equal((await browser.call(changePassword, { body: { current: '', password: other } })).status, 204);
  assert.equal(await asksForCurrent(browser), true);
  const again = await browser.call(changePassword, { body: { current: '', password } });
  assert.deepEqual(refusal(again), [403, 'password.wrong']);
  assert.equal((await server.browser().call(signIn, { body: { email, password: other } })).status, 201);
});

test('a new password needs the old one, ends the other sessions and leaves this one', async () => {
  const { email } = await create({ password });
  const [browser, second] = [server.browser(), server.browser()];
  for (const one of [browser, second]) await one.call(signIn, { body: { email, password } });
  assert.equal(await asksForCurrent(browser), true);
  const wrong = await browser.call(changePassword, { body: { current: 'no', password: other } });
  assert.deepEqual(refusal(wrong), [403, 'password.wrong']);
  const weak = await browser.call(changePassword, { body: { current: password, password: 'password12345' } });
  assert.deepEqual(refusal(weak), [422, 'password.weak']);
  assert.equal(
    (await browser.call(changePassword, { body: { current: password, password: other } })).status,
    204,
  );
  assert.equal((await browser.call(getSession)).status, 200);
  assert.equal((await second.call(getSession)).status, 401);
  assert.equal((await server.browser().call(signIn, { body: { email, password } })).status, 401);
});

test('a stolen session is no place to guess the password in', async () => {
  const { email } = await create({ password });
  const browser = server.browser();
  await browser.call(signIn, { body: { email, password } });
  const answers = [];
  for (let i = 0; i < 11; i++) {
    answers.push(await browser.call(changePassword, { body: { current: 'guess', password: other } }));
  }
  assert.deepEqual(refusal(answers[9] as Answer), [403, 'password.wrong']);
  assert.deepEqual(refusal(answers[10] as Answer), [429, 'sign-in.too-many']);
});

test('an address is taken once, in any spelling, also at the same time', async () => {
  const email = newEmail();
  const answers = await Promise.all(
    [email, email.toUpperCase(), email].map((spelling) =>
      admin.call(createPerson, { body: { email: spelling, name: 'Grace', roles: [] } }),
    ),
  );
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [201, 409, 409]);
  assert.equal(answers.find((answer) => answer.status === 409)?.code, 'person.email-taken');
});

test('a change is refused when somebody else changed the person meanwhile', async () => {
  const { person } = await create();
  const params = { personId: person.personId };
  const first = await admin.call(changePerson, { params, body: { revision: 1, name: 'Grace H.' } });
  assert.partialDeepStrictEqual(first.body, { name: 'Grace H.', revision: 2 });
  const second = await admin.call(changePerson, { params, body: { revision: 1, name: 'G.' } });
  assert.deepEqual(refusal(second), [409, 'person.changed-meanwhile']);
  const nobody = { personId: crypto.randomUUID() };
  const unknown = await admin.call(changePerson, { params: nobody, body: { revision: 1, name: 'G.' } });
  assert.deepEqual(refusal(unknown), [404, 'person.unknown']);
});

test('a change that changes nothing leaves no trace', async () => {
  const { person } = await create();
  const params = { personId: person.personId };
  const answer = await admin.call(changePerson, { params, body: { revision: 1, name: 'Grace' } });
  assert.partialDeepStrictEqual(answer.body, { revision: 1 });
});

test('the last administrator can neither be disabled nor lose the role', async () => {
  const params = { personId: admin.personId };
  for (const change of [{ disabled: true }, { roles: ['auditor'] }]) {
    const answer = await admin.call(changePerson, { params, body: { revision: 1, ...change } });
    assert.deepEqual(refusal(answer), [409, 'person.last-administrator']);
  }
});

test('two administrators who remove each other at the same time leave one', async () => {
  for (let round = 0; round < 5; round++) {
    await server.db.run(sql`update person set roles = '{}' where person_id <> ${admin.personId}`);
    const second = await signedInAs(server, ['admin']);
    const revisionOf = async (personId: string) =>
      (
        await server.db.row<{ revision: number }>(
          sql`select revision from person where person_id = ${personId}`,
        )
      )?.revision;
    const [mine, theirs] = await Promise.all([revisionOf(admin.personId), revisionOf(second.personId)]);
    const remove = (personId: string, revision: number | undefined) => ({
      params: { personId },
      body: { revision, roles: [] },
    });
    const answers = await Promise.all([
      admin.call(changePerson, remove(second.personId, theirs)),
      second.call(changePerson, remove(admin.personId, mine)),
    ]);
    assert.equal(answers.filter((answer) => answer.status === 200).length, 1, JSON.stringify(answers));
    assert.equal((await server.db.rows(sql`select 1 from person where 'admin' = any(roles)`)).length, 1);
    await server.db.run(sql`update person set roles = array['admin'] where person_id = ${admin.personId}`);
    server.authentication.forgetPerson(admin.personId);
  }
});

test('people are listed page by page, each once, without their passwords', async () => {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const query: Record<string, unknown> = { limit: 7, ...(cursor ? { cursor } : {}) };
    const { body } = await admin.call(listPeople, { query });
    const page = body as { items: { personId: string }[]; next: string | null };
    assert.ok(page.items.length <= 7);
    assert.ok(!JSON.stringify(page).includes('argon2'));
    seen.push(...page.items.map((item) => item.personId));
    cursor = page.next;
  } while (cursor);
  const { total } = (await server.db.row<{ total: number }>(
    sql`select count(*)::integer as total from person`,
  )) ?? {
    total: 0,
  };
  assert.equal(seen.length, total);
  assert.deepEqual(seen, [...new Set(seen)].sort());
});

test('a cursor that is none is refused', async () => {
  const forged = Buffer.from('["nobody"]').toString('base64url');
  for (const cursor of ['x', 'AAAA', '%', 'A'.repeat(23), "'; drop table person; --", forged]) {
    assert.deepEqual(refusal(await admin.call(listPeople, { query: { cursor } })), [400, 'list.bad-cursor']);
  }
});

test('setting up twice makes a person once and changes nobody', async () => {
  const at = new Date();
  const actor = { kind: 'system', duty: 'demo' } as const;
  const person = {
    email: 'Sim@Example.org',
    name: 'Sim',
    roles: ['reviewer'],
    simulated: true,
    actor,
    at,
  } as const;
  const first = await server.db.atomically((tx) => ensurePerson(tx, person));
  const second = await server.db.atomically((tx) => ensurePerson(tx, { ...person, name: 'Other' }));
  assert.equal(second, first);
  const row = await server.db.row(sql`select email, name, simulated from person where person_id = ${first}`);
  assert.deepEqual(row, { email: 'sim@example.org', name: 'Sim', simulated: true });
});

test('what was done to a person is in the ledger, without name or address', async () => {
  const { person, email } = await create();
  await admin.call(changePerson, {
    params: { personId: person.personId },
    body: { revision: 1, disabled: true },
  });
  const about = (await server.entries()).filter((entry) => entry.about.person === person.personId);
  assert.deepEqual(
    about.map((entry) => entry.kind),
    ['person.created', 'person.disabled'],
  );
  for (const hidden of [email, 'Grace']) assert.ok(!JSON.stringify(about).includes(hidden));
});
