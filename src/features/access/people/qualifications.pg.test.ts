import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  changePerson,
  createPerson,
  getSession,
  listPeople,
  listQualifications,
} from '../../../contract/access.ts';
import { accessServer, signedInAs } from '../../../testing/access-server.ts';
import { entriesWritten } from '../../../testing/review-desk.ts';

const server = await accessServer();
const admin = await signedInAs(server, ['admin']);
const owner = await signedInAs(server, ['policy-owner']);

type Person = { personId: string; revision: number; qualifications: string[] };

async function create(qualifications?: string[]): Promise<Person> {
  const email = `${crypto.randomUUID()}@example.org`;
  const body = { email, name: 'Grace', roles: ['reviewer'], ...(qualifications ? { qualifications } : {}) };
  const answer = await admin.call(createPerson, { body });
  assert.equal(answer.status, 201, answer.code);
  return (answer.body as { person: Person }).person;
}

async function change({ personId, revision }: Person, qualifications: unknown) {
  const answer = await admin.call(changePerson, { params: { personId }, body: { revision, qualifications } });
  return { status: answer.status, person: answer.body as Person };
}

test('a person begins without any, or with those that are given', async () => {
  assert.deepEqual((await create()).qualifications, []);
  const nurse = await create(['nursing', 'law']);
  assert.deepEqual(nurse.qualifications, ['nursing', 'law']);
  const { items } = (await admin.call(listPeople)).body as { items: Person[] };
  assert.deepEqual(items.find((one) => one.personId === nurse.personId)?.qualifications, ['nursing', 'law']);
});

test('they are replaced as a whole, and the ledger tells which', async () => {
  const person = await create(['nursing']);
  const { status, person: changed } = await change(person, ['law', 'tax']);
  assert.deepEqual([status, changed.qualifications], [200, ['law', 'tax']]);
  const entries = (await entriesWritten(server.db)).filter(({ about }) => about.person === person.personId);
  assert.deepEqual(
    entries.map(({ kind, facts }) => [kind, facts.qualification1, facts.qualification2]),
    [
      ['person.created', 'nursing', undefined],
      ['person.changed', 'law', 'tax'],
    ],
  );
  assert.equal(entries[1]?.facts.changed, 'qualifications');
});

test('a change of something else leaves them', async () => {
  const person = await create(['nursing']);
  const answer = await admin.call(changePerson, {
    params: { personId: person.personId },
    body: { revision: person.revision, name: 'Grace H.' },
  });
  assert.deepEqual((answer.body as Person).qualifications, ['nursing']);
});

test('names are plain, each once, and no more than twenty', async () => {
  const person = await create();
  for (const bad of [
    ['Nursing'],
    ['a b'],
    [''],
    ['law', 'law'],
    'law',
    Array.from({ length: 21 }, (_, n) => `q${n}`),
  ])
    assert.equal((await change(person, bad)).status, 400, JSON.stringify(bad));
  const most = Array.from({ length: 20 }, (_, n) => `${'q'.repeat(60)}${n}`);
  assert.equal((await change(person, most)).status, 200, 'they fit into one entry');
});

test('a policy owner sees which there are, and how many hold each; who was let go is not counted', async () => {
  const [one, two] = [await create(['surgery']), await create(['surgery'])];
  const surgery = async () => {
    const answer = await owner.call(listQualifications);
    const { items } = answer.body as { items: { qualification: string; people: number }[] };
    return items.find((item) => item.qualification === 'surgery')?.people;
  };
  assert.equal(await surgery(), 2);
  await admin.call(changePerson, {
    params: { personId: one.personId },
    body: { revision: one.revision, disabled: true },
  });
  assert.equal(await surgery(), 1);
  await change(two, []);
  assert.equal(await surgery(), undefined);
});

test('one’s own are told with the session', async () => {
  const { person } = (await admin.call(getSession)).body as { person: Person };
  assert.deepEqual(person.qualifications, []);
});
