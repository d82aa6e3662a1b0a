import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textBytes } from '../../../core/ledger/bytes.ts';
import type { EntryKind } from '../../../core/ledger/kinds.ts';
import { openDatabase } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import { testDatabase } from '../../../testing/database.ts';
import { integrateAll, ledgerDeps, openTestLog, putCommit } from '../../../testing/ledger.ts';
import { appendEntries } from '../append-entries.ts';
import { ledgerStatus } from '../queries.ts';
import type { LedgerEntry, Reaction } from '../reactions.ts';
import { runReactions } from './react.ts';

const system = { kind: 'system', duty: 'test' } as const;

test('every reaction gets the entries of its kinds, in order, once, whatever their commits', async () => {
  const { deps, tell } = await openTest();
  const seen: Record<string, string[]> = { tasks: [], verdicts: [] };
  const reactions = [
    noting('tasks', ['task.opened', 'task.resolved'], (entry) => seen.tasks?.push(nameOf(entry))),
    noting('verdicts', ['verdict.given'], (entry) => seen.verdicts?.push(nameOf(entry))),
  ];
  await tell(['task.opened', 1], ['verdict.given', 2], ['session.started', 3]);
  await runReactions(deps, reactions);
  await tell(['verdict.given', 4], ['task.resolved', 5]);
  await tell(['task.opened', 6]);
  await runReactions(deps, reactions);
  await runReactions(deps, reactions);
  assert.deepEqual(seen, {
    tasks: ['task.opened 1', 'task.resolved 5', 'task.opened 6'],
    verdicts: ['verdict.given 2', 'verdict.given 4'],
  });
  for (const { behind } of (await ledgerStatus(deps.db)).reactions) assert.equal(behind, 0);
});

test('a reaction that comes later sees the log from its first entry, and holds up nobody', async () => {
  const { deps, tell } = await openTest();
  const old: string[] = [];
  const first = noting('first', ['task.opened'], () => {});
  for (let i = 0; i < 3; i++) await tell(...many('task.opened', 1500));
  while (await runReactions(deps, [first])) assert.ok(true);
  await tell(['task.opened', 7]);
  const both = [first, noting('late', ['task.opened'], (entry) => old.push(nameOf(entry)))];
  await runReactions(deps, both);
  assert.equal(await behind(deps, 'first'), 0, 'served in the same round as the one far behind');
  while (await runReactions(deps, both)) assert.ok(true);
  assert.equal(old.length, 4501);
  assert.equal(new Set(old).size, 1500);
});

test('an effect and the cursor are one: what fails is not half done, and is tried again', async () => {
  const { deps, tell } = await openTest();
  await deps.db.run(sql`create table effect (position bigint primary key)`);
  let failing = true;
  const reaction: Reaction = {
    name: 'effect',
    kinds: ['task.opened'],
    async react(tx, entries) {
      for (const { position } of entries) {
        await tx.run(sql`insert into effect (position) values (${position})`);
        if (failing && position === 2) throw new Error('not today');
      }
    },
  };
  await tell(...many('task.opened', 5));
  await runReactions(deps, [reaction]);
  assert.equal((await deps.db.rows(sql`select from effect`)).length, 0);
  const [failed] = (await ledgerStatus(deps.db)).reactions;
  assert.deepEqual(failed, {
    reaction: 'effect',
    position: 0,
    behind: 5,
    failures: 1,
    lastProblem: 'not today',
  });
  failing = false;
  await runReactions(deps, [reaction]);
  assert.equal(await behind(deps, 'effect'), 5, 'not before its pause is over');
  deps.moveClock(250);
  await runReactions(deps, [reaction]);
  assert.equal((await deps.db.rows(sql`select from effect`)).length, 5);
  const [well] = (await ledgerStatus(deps.db)).reactions;
  assert.deepEqual(well, { reaction: 'effect', position: 5, behind: 0, failures: 0, lastProblem: null });
});

test('one entry that always fails is narrowed down, never skipped; the others go on', async () => {
  const { deps, tell } = await openTest();
  const done: number[] = [];
  const poisoned: Reaction = {
    name: 'poisoned',
    kinds: ['task.opened'],
    async react(_tx, entries) {
      const poison = entries.find(({ position }) => position === 37);
      if (poison) throw new Error(`entry ${poison.position} of ${entries.length}`);
      done.push(...entries.map(({ position }) => position));
    },
  };
  const healthy: number[] = [];
  const other = noting('healthy', ['task.opened'], ({ position }) => healthy.push(position));
  await tell(...many('task.opened', 100));
  for (let i = 0; i < 60; i++) {
    await runReactions(deps, [poisoned, other]);
    deps.moveClock(31_000);
  }
  assert.deepEqual(
    done,
    Array.from({ length: 37 }, (_, i) => i),
  );
  assert.equal(healthy.length, 100);
  const stuck = (await ledgerStatus(deps.db)).reactions.find(({ reaction }) => reaction === 'poisoned');
  assert.equal(stuck?.position, 37);
  assert.equal(stuck?.lastProblem, 'entry 37 of 1');
  assert.ok((stuck?.failures ?? 0) > 10);
});

test('two processes share the reactions: each entry is handed out once, and nobody waits for the other', async () => {
  const { deps, tell } = await openTest();
  const second = openDatabase({ url: deps.db.url, connections: 2 });
  const seen: number[] = [];
  const slow: Reaction = {
    name: 'slow',
    kinds: ['task.opened'],
    async react(tx, entries) {
      await tx.run(sql`select pg_sleep(1)`);
      seen.push(...entries.map(({ position }) => position));
    },
  };
  await tell(...many('task.opened', 20));
  let ended = false;
  const running = runReactions(deps, [slow]).then(() => {
    ended = true;
  });
  await untilLocked(deps.db);
  await runReactions({ ...deps, db: second }, [slow]);
  assert.ok(!ended, 'the second process did not wait for the first');
  await running;
  await runReactions({ ...deps, db: second }, [slow]);
  await second.close();
  assert.deepEqual(
    seen,
    Array.from({ length: 20 }, (_, i) => i),
  );
});

test('what is no entry is passed by, unless it claims to be of a wanted kind', async () => {
  const { deps, tell } = await openTest();
  const seen: number[] = [];
  const reaction = noting('strict', ['task.opened'], ({ position }) => seen.push(position));
  await putCommit(deps.db, ['', 'x', 'y'.repeat(4096)].map(textBytes));
  await tell(['task.opened', 1]);
  await runReactions(deps, [reaction]);
  assert.deepEqual(seen, [3]);
  await putCommit(deps.db, [textBytes('{"oops":1,"t":"task.opened","ts":"2026-01-31T23:59:59.999Z","v":1}')]);
  await integrateAll(deps.db);
  await runReactions(deps, [reaction]);
  const [stuck] = (await ledgerStatus(deps.db)).reactions;
  assert.equal(stuck?.behind, 1);
  assert.match(stuck?.lastProblem ?? '', /entry 4 cannot be read/);
});

async function openTest() {
  const db = await testDatabase();
  await openTestLog(db);
  const deps = ledgerDeps(db);
  return {
    deps: Object.assign(deps, { db }),
    async tell(...entries: [EntryKind, number][]) {
      const facts = entries.map(([kind, number]) => ({
        kind,
        actor: system,
        about: { task: uuidv7(number) },
        facts: { number },
      }));
      await db.atomically((tx) => appendEntries(tx, new Date(), facts));
      await integrateAll(db);
    },
  };
}

function noting(name: string, kinds: EntryKind[], note: (entry: LedgerEntry) => void): Reaction {
  return { name, kinds, react: async (_tx, entries) => entries.forEach((entry) => void note(entry)) };
}

function nameOf({ entry }: LedgerEntry): string {
  return `${entry.kind} ${entry.facts.number}`;
}

function many(kind: EntryKind, count: number): [EntryKind, number][] {
  return Array.from({ length: count }, (_, i) => [kind, i]);
}

async function behind(
  deps: { db: Parameters<typeof ledgerStatus>[0] },
  name: string,
): Promise<number | undefined> {
  return (await ledgerStatus(deps.db)).reactions.find(({ reaction }) => reaction === name)?.behind;
}

async function untilLocked(db: Parameters<typeof ledgerStatus>[0]): Promise<void> {
  const free = () => db.row(sql`select from ledger_cursor for update skip locked`);
  for (;;) {
    const running = await db.rows(
      sql`select from pg_stat_activity where query like '%pg_sleep(1)%' and pid <> pg_backend_pid()`,
    );
    if (running.length > 0 && (await free()) === null) return;
  }
}
