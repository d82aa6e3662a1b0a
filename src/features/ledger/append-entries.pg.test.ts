import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Actor } from '../../core/access/actor.ts';
import { decodeEntry } from '../../core/ledger/entry.ts';
import { sql } from '../../db/sql.ts';
import { uuidv7 } from '../../platform/uuidv7.ts';
import { testDatabase } from '../../testing/database.ts';
import { watchTransactions } from '../../testing/watched-transactions.ts';
import { pseudonymOf } from './actor-of.ts';
import { appendEntries, type NewEntry } from './append-entries.ts';
import { entriesAt } from './reading/entries-at.ts';

const db = await testDatabase();
await db.run(sql`create table business (name text primary key)`);
const at = new Date('2026-03-01T12:00:00.123Z');
const system: Actor = { kind: 'system', duty: 'test' };
const personId = uuidv7(5);
const person: Actor = {
  kind: 'person',
  personId,
  sessionId: uuidv7(6),
  name: 'Ada',
  roles: [],
  qualifications: [],
  simulated: false,
};

test('entries stand in the outbox as soon as the transaction commits, with pointers that find them', async () => {
  const [task, decision] = [uuidv7(1), uuidv7(2)];
  const pointers = await db.atomically((tx) =>
    appendEntries(tx, at, [
      {
        kind: 'task.opened',
        actor: system,
        about: { task, decision, useCase: uuidv7(3) },
        facts: { tier: 1 },
      },
      { kind: 'task.released', actor: system, about: { task } },
    ]),
  );
  const found = await entriesAt(db, pointers);
  const kinds = found.map((entry) => {
    const read = decodeEntry(entry?.bytes ?? new Uint8Array(0));
    assert.ok(read.ok);
    assert.equal(read.entry.at, at.toISOString());
    return [read.entry.kind, entry?.position];
  });
  assert.deepEqual(kinds, [
    ['task.opened', null],
    ['task.released', null],
  ]);
});

test('when the entries cannot be written, the change they tell of is not there either (case 8)', async () => {
  const outboxRefuses = db.atomically(async (tx) => {
    await tx.run(sql`insert into business (name) values ('without entry')`);
    await tx.run(sql`alter table ledger_commit add constraint full_disk check (entry_count > 1000)`);
    await appendEntries(tx, at, [someEntry()]);
  });
  await assert.rejects(outboxRefuses, { code: '23514' });
  assert.equal(await rowsOf('without entry'), 0);
});

test('when the change fails, no entry remains (case 9)', async () => {
  const before = await waiting();
  const changeFails = db.atomically(async (tx) => {
    await appendEntries(tx, at, [someEntry()]);
    await tx.run(sql`insert into business (name) values (null)`);
  });
  await assert.rejects(changeFails, { code: '23502' });
  assert.equal(await waiting(), before);
});

test('an entry of more than 4,096 bytes is refused before anything is written (case 13)', async () => {
  const facts = Object.fromEntries(Array.from({ length: 31 }, (_, i) => [`f${i}`, 'x'.repeat(128)]));
  for (const size of [4097, 65_536]) {
    const about = Object.fromEntries(
      Array.from({ length: Math.ceil(size / 128) }, (_, i) => [`a${i}`, 'x'.repeat(128)]),
    );
    const tooLong = db.atomically((tx) => appendEntries(tx, at, [{ ...someEntry(), about, facts }]));
    await assert.rejects(tooLong, /cannot be written: entry 0: longer than 4096 bytes/);
  }
});

test('a command that has nothing to tell writes nothing', async () => {
  const before = await waiting();
  assert.deepEqual(await db.atomically((tx) => appendEntries(tx, at, [])), []);
  assert.equal(await waiting(), before);
});

test('every id finds the entry again, but a use case not what happened to its decisions', async () => {
  const ids = { useCase: uuidv7(1), policyVersion: uuidv7(2), decision: uuidv7(3), verdict: uuidv7(4) };
  const { useCase, policyVersion, decision, verdict } = ids;
  await db.atomically((tx) =>
    appendEntries(tx, at, [
      { kind: 'policy.published', actor: system, about: { useCase, policyVersion } },
      { kind: 'verdict.given', actor: system, about: { useCase, decision, verdict, again: verdict } },
    ]),
  );
  const indexed = await db.rows<{ subject_id: string; entry_index: number }>(sql`
    select subject_id, entry_index
    from ledger_subject
    where subject_id = any(${Object.values(ids)}::uuid[])`);
  const found = indexed.map((row) => `${row.entry_index} ${labelOf(ids, row.subject_id)}`).sort();
  assert.deepEqual(found, ['0 policyVersion', '0 useCase', '1 decision', '1 verdict']);
});

test('people and keys stand in the log by pseudonym only', async () => {
  const pointers = await db.atomically((tx) =>
    appendEntries(tx, at, [
      { ...someEntry(), actor: person },
      { ...someEntry(), actor: { kind: 'anonymous' } },
    ]),
  );
  const [byPerson, byNobody] = await entriesAt(db, pointers);
  const text = Buffer.from(byPerson?.bytes ?? []).toString();
  assert.ok(!text.includes(personId) && !text.includes('Ada'));
  const key = await db.row<{ value: Buffer }>(sql`select value from ledger_secret where name = 'actor-key'`);
  assert.ok(key && text.includes(`{"k":"person","p":"${pseudonymOf(key.value, personId)}"}`));
  assert.match(Buffer.from(byNobody?.bytes ?? []).toString(), /\{"k":"system","p":"anonymous"\}/);
});

test('a command appends in one statement; each database of a process has its own actor key', async () => {
  const other = await testDatabase();
  await other.run(sql`update ledger_secret set value = ${Buffer.alloc(32, 1)} where name = 'actor-key'`);
  const seen: string[] = [];
  for (const one of [db, other, db]) {
    let statements = 0;
    const watched = watchTransactions(one, (boundary) => {
      if (boundary === 'before-statement') statements += 1;
    });
    const append = () =>
      watched.atomically((tx) => appendEntries(tx, at, [{ ...someEntry(), actor: person }]));
    await append();
    statements = 0;
    const [entry] = await entriesAt(one, await append());
    assert.equal(statements, 1);
    const read = decodeEntry(entry?.bytes ?? new Uint8Array(0));
    assert.ok(read.ok);
    seen.push(read.entry.actor.pseudonym);
  }
  assert.equal(seen[1], pseudonymOf(Buffer.alloc(32, 1), personId));
  assert.equal(seen[0], seen[2]);
  assert.notEqual(seen[0], seen[1]);
});

function someEntry(): NewEntry {
  return { kind: 'task.opened', actor: system, about: { task: uuidv7(Date.now()) } };
}

async function rowsOf(name: string): Promise<number> {
  return (await db.rows(sql`select from business where name = ${name}`)).length;
}

async function waiting(): Promise<number> {
  return (await db.rows(sql`select from ledger_commit`)).length;
}

function labelOf(ids: Record<string, string>, id: string): string | undefined {
  return Object.keys(ids).find((label) => ids[label] === id);
}
