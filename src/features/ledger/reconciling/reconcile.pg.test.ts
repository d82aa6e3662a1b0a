import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textBytes } from '../../../core/ledger/bytes.ts';
import { decodeEntry } from '../../../core/ledger/entry.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import { testDatabase } from '../../../testing/database.ts';
import { integrateAll, openTestLog, putCommit } from '../../../testing/ledger.ts';
import { appendEntries, type EntryPointer, type NewEntry } from '../append-entries.ts';
import { ledgerStatus } from '../queries.ts';
import { readEntries } from '../reading/read-entries.ts';
import { reconcile } from './reconcile.ts';
import type { ReconciliationSource } from './source.ts';

const system = { kind: 'system', duty: 'test' } as const;
const hourMs = 3_600_000;

const source: ReconciliationSource = {
  kind: 'verdict.given',
  label: 'verdict',
  sql: 'select verdict_id as subject, given_at as written_at, commit_id, entry_index from business',
};

test('state and entries that agree make a run without differences, and the run is an entry itself', async () => {
  const { db, judge } = await openTest();
  for (let i = 0; i < 5; i++) await judge();
  await integrateAll(db);
  await judge(); // still waiting in the outbox: its row is compared all the same
  const { checked, differences } = await reconcile(db, [source], later());
  assert.deepEqual({ checked, differences }, { checked: 5 + 6, differences: 0 });
  await integrateAll(db);
  const [stored] = (await readEntries(db, 6, 7)).map(({ bytes }) => decodeEntry(bytes));
  assert.ok(stored?.ok);
  assert.equal(stored.entry.kind, 'reconciliation.run');
  assert.deepEqual(stored.entry.facts, { checked: 11, differences: 0, entriesTo: 5 });
  const status = (await ledgerStatus(db)).reconciliation;
  assert.deepEqual([status?.checked, status?.differences, status?.entriesTo], [11, 0, 5]);
});

test('the next run goes on where the last one ended', async () => {
  const { db, judge } = await openTest();
  await judge();
  await integrateAll(db);
  await reconcile(db, [source], later());
  const next = await reconcile(db, [source], later(hourMs));
  assert.deepEqual([next.checked, next.differences], [0, 0]);
  await integrateAll(db);
  await judge(new Date(Date.now() + 1.5 * hourMs));
  await integrateAll(db);
  const last = await reconcile(db, [source], later(2 * hourMs));
  assert.deepEqual([last.checked, last.differences], [2, 0]);
});

test('rows of the last minute are left to the next run: their transactions may still be open', async () => {
  const { db, judge } = await openTest();
  await judge();
  const now = await reconcile(db, [source], new Date());
  assert.deepEqual([now.checked, now.differences], [0, 0]);
  const then = await reconcile(db, [source], later());
  assert.deepEqual([then.checked, then.differences], [1, 0]);
});

test('a row that vanished, one that was smuggled in, and pointers that lie are all named', async () => {
  const { db, judge } = await openTest();
  const [gone, moved, kept] = [await judge(), await judge(), await judge()];
  const [resolved] = await db.atomically((tx) =>
    appendEntries(tx, new Date(), [{ kind: 'task.resolved', actor: system, about: { task: uuidv7(1) } }]),
  );
  assert.ok(resolved);
  const malformed = { commitId: await putCommit(db, [textBytes('{}')]), entryIndex: 0 };
  const smuggled = {
    nowhere: uuidv7(1),
    otherKind: uuidv7(2),
    other: uuidv7(3),
    unreadable: uuidv7(4),
    beyond: uuidv7(5),
  };
  await insertRow(db, smuggled.nowhere, { commitId: uuidv7(9), entryIndex: 0 });
  await insertRow(db, smuggled.otherKind, resolved);
  await insertRow(db, smuggled.other, kept.pointer);
  await insertRow(db, smuggled.unreadable, malformed);
  await insertRow(db, smuggled.beyond, { ...kept.pointer, entryIndex: 7 });
  await db.run(sql`delete from business where verdict_id = ${gone.verdictId}`);
  await db.run(sql`update business set verdict_id = ${uuidv7(6)} where verdict_id = ${moved.verdictId}`);
  await integrateAll(db);
  const { differences, findings } = await reconcile(db, [source], later());
  const because = (id: string) => findings.find(({ subjectId }) => subjectId === id)?.because ?? 'not named';
  assert.equal(differences, 8);
  assert.match(because(gone.verdictId), /tells of it, but there is no such row/);
  assert.match(because(moved.verdictId), /there is no such row/);
  assert.match(because(smuggled.nowhere), /neither in the log nor waiting/);
  assert.match(because(smuggled.beyond), /neither in the log nor waiting/);
  assert.match(because(smuggled.otherKind), /of the kind task\.resolved, not verdict\.given/);
  assert.match(because(smuggled.other), /tells of another verdict/);
  assert.match(because(smuggled.unreadable), /cannot be read/);
  assert.equal((await ledgerStatus(db)).reconciliation?.findings.length, 8);
});

test('where rows keep no pointer, any entry of the right kind about them will do, and only that', async () => {
  const { db, judge } = await openTest();
  const told = await judge();
  const onlyWithdrawn = uuidv7(1);
  const about = { verdict: onlyWithdrawn };
  await db.atomically((tx) =>
    appendEntries(tx, new Date(), [{ kind: 'verdict.withdrawn', actor: system, about }]),
  );
  await db.atomically((tx) =>
    appendEntries(tx, new Date(), [
      { kind: 'verdict.withdrawn', actor: system, about: { verdict: told.verdictId } },
    ]),
  );
  await insertRow(db, onlyWithdrawn, told.pointer);
  await insertRow(db, uuidv7(2), told.pointer);
  await integrateAll(db);
  const { differences, findings } = await reconcile(db, [withoutPointers], later());
  assert.equal(differences, 2);
  assert.match(
    findings[0]?.because ?? '',
    /is of the kind verdict\.withdrawn, not verdict\.given or task\.resolved/,
  );
  assert.equal(findings[1]?.because, 'no entry tells of it');
});

test('a long backlog is compared in parts, each with the rows of its time', async () => {
  const { db, judge } = await openTest();
  const startedAt = Date.now() - hourMs;
  await judge(new Date(startedAt));
  await db.atomically((tx) => appendEntries(tx, new Date(startedAt + 1000), fillers(4000)));
  for (let i = 0; i < 12; i++) {
    await db.atomically((tx) => appendEntries(tx, new Date(startedAt + 2000), fillers(4000)));
  }
  await judge(new Date(startedAt + 3000));
  await integrateAll(db);
  const first = await reconcile(db, [source], later());
  assert.deepEqual([first.checked, first.differences], [2, 0]);
  assert.equal((await ledgerStatus(db)).reconciliation?.entriesTo, 50_000);
  const second = await reconcile(db, [source], later(1));
  assert.deepEqual([second.checked, second.differences], [2, 0]);
});

const withoutPointers: ReconciliationSource = {
  ...source,
  kind: ['verdict.given', 'task.resolved'],
  sql: `select verdict_id as subject, given_at as written_at, null::uuid as commit_id, null::integer as entry_index
    from business`,
};

function fillers(count: number): NewEntry[] {
  return Array.from({ length: count }, () => ({ kind: 'session.started', actor: system, about: {} }));
}

async function openTest() {
  const db = await testDatabase();
  await openTestLog(db);
  await db.run(sql`
    create table business (
      verdict_id uuid primary key, given_at timestamptz not null, commit_id uuid not null, entry_index integer not null)`);
  return {
    db,
    /** A verdict as a command gives it: row and entry in one transaction. */
    async judge(at = new Date()): Promise<{ verdictId: string; pointer: EntryPointer }> {
      const verdictId = uuidv7(at.getTime());
      return db.atomically(async (tx) => {
        const about = { verdict: verdictId };
        const [pointer] = await appendEntries(tx, at, [{ kind: 'verdict.given', actor: system, about }]);
        assert.ok(pointer);
        await insertRow(tx, verdictId, pointer, at);
        return { verdictId, pointer };
      });
    },
  };
}

async function insertRow(db: Db, verdictId: string, pointer: EntryPointer, at = new Date()): Promise<void> {
  await db.run(sql`
    insert into business (verdict_id, given_at, commit_id, entry_index)
    values (${verdictId}, ${at}, ${pointer.commitId}, ${pointer.entryIndex})`);
}

function later(ms = 0): Date {
  return new Date(Date.now() + 120_000 + ms);
}
