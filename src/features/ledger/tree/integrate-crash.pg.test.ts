// Leaders that die, stall or lose their connection at the worst moment, as real processes on a real server.
import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { textBytes } from '../../../core/ledger/bytes.ts';
import { type Database, openDatabase } from '../../../db/database.ts';
import { migrate } from '../../../db/migrate.ts';
import { sql } from '../../../db/sql.ts';
import { type Postgres, startPostgres } from '../../../platform/postgres/start-postgres.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import { openCutLine } from '../../../testing/cut-line.ts';
import { testDatabase } from '../../../testing/database.ts';
import {
  checkStoredLog,
  integrateAll,
  openTestLog,
  putCommit,
  putLeaves,
  temporaryFolder,
} from '../../../testing/ledger.ts';
import { openIntegrator } from './integrate.ts';

const leaderFile = new URL('../../../testing/integrate-child.ts', import.meta.url);

test('a leader killed before any statement, before or after its commit leaves every entry there once (case 1)', async () => {
  const db = await testDatabase();
  await openTestLog(db);
  let size = 0;
  let killed = 0;
  for (let boundary = 0; ; boundary++) {
    await putLeaves(db, size, size + 301); // crosses the end of a bundle, and of none, in turn
    size += 301;
    const { child, messages } = startLeader(db.url, boundary, 'SIGKILL');
    const [code, signal] = await once(child, 'exit');
    if (signal === null) {
      assert.equal(code, 0);
      assert.equal((messages.at(-1) as { round?: { found: string } }).round?.found, 'entries');
      break;
    }
    assert.equal(signal, 'SIGKILL');
    killed += 1;
  }
  assert.ok(killed >= 10, `killed at ${killed} boundaries`);
  await integrateAll(db);
  assert.deepEqual(await checkStoredLog(db), expectedLeaves(size));
});

test('a connection lost around the COMMIT: whatever came of it, the next round goes on from there (case 2)', async () => {
  const db = await testDatabase();
  await openTestLog(db);
  const line = await openCutLine(db.url);
  const leader = openDatabase({ url: line.url, connections: 1 });
  const integrateRound = openIntegrator(leader);
  await putLeaves(db, 0, 300);
  await integrateRound();
  for (const [i, cut] of (
    ['before-commit', 'after-commit', 'before-commit', 'after-commit'] as const
  ).entries()) {
    const size = 300 + i * 100;
    await putLeaves(db, size, size + 100);
    line.cutNext(cut);
    await assert.rejects(integrateRound(), /terminated|ECONNRESET|EPIPE/i);
    const stored = await settledSize(db);
    assert.equal(stored, cut === 'after-commit' ? size + 100 : size, 'the server knows what came of it');
    const round = await integrateRound();
    assert.equal(round.found, cut === 'after-commit' ? 'nothing' : 'entries');
  }
  await leader.close();
  await line.close();
  assert.deepEqual(await checkStoredLog(db), expectedLeaves(700));
});

test('a backend terminated in the middle of a round: nothing of it is there, the next round does it all (case 4)', async () => {
  const db = await testDatabase();
  await openTestLog(db);
  await putLeaves(db, 0, 500);
  const { child, messages } = startLeader(db.url, 4, 'SIGSTOP');
  const { backendPid } = await firstMessage<{ backendPid: number }>(child);
  await whenStopped(child);
  // The stalled leader holds the lock: the others do not queue, they come back later.
  assert.deepEqual(await openIntegrator(db)(), { found: 'another-leader' });
  await db.run(sql`select pg_terminate_backend(${backendPid})`);
  await untilGone(db, backendPid);
  await integrateAll(db);
  await putLeaves(db, 500, 600);
  child.kill('SIGCONT');
  await once(child, 'exit');
  assert.match((messages.at(-1) as { failed: string }).failed, /terminat|ECONNRESET|EPIPE/i);
  await integrateAll(db);
  assert.deepEqual(await checkStoredLog(db), expectedLeaves(600));
});

test('a server that stops at once in mid-batch: what was acknowledged is integrated or waiting, nothing twice (case 5)', async () => {
  const server = await startPostgres({ folder: temporaryFolder(), tell: () => {} });
  const db = openDatabase({ url: server.url, connections: 6 });
  try {
    const migrated = await migrate(db);
    assert.ok(migrated.ok);
    await openTestLog(db);
    const acknowledged = await writeThroughStops(db, () => stopAtOnce(server));
    await integrateAll(db);
    const entries = await checkStoredLog(db);
    assert.equal(new Set(entries).size, entries.length, 'nothing twice');
    const there = new Set(entries);
    assert.deepEqual(
      acknowledged.filter((entry) => !there.has(entry)),
      [],
      'nothing lost',
    );
    assert.ok(acknowledged.length > 100);
  } finally {
    await db.close();
    await server.stop();
  }
});

/** Three writers and a leader go on through two stops; answers the entries whose commit was acknowledged. */
async function writeThroughStops(db: Database, stop: () => Promise<void>): Promise<string[]> {
  const acknowledged: string[] = [];
  const end = Date.now() + 3000;
  const write = async (writer: number) => {
    for (let i = 0; Date.now() < end; i++) {
      const texts = Array.from({ length: 50 }, (_, k) => `${writer}/${i}/${k}`);
      const commit = putCommit(db, texts.map(textBytes), uuidv7(Date.now()));
      await commit.then(
        () => acknowledged.push(...texts),
        () => sleep(50),
      );
    }
  };
  const lead = async () => {
    const integrateRound = openIntegrator(db, { entries: 200, bytes: 1e6 });
    while (Date.now() < end) await integrateRound().catch(() => sleep(20));
  };
  const stops = (async () => {
    for (const afterMs of [700, 1000]) {
      await sleep(afterMs);
      await stop();
      await untilBack(db);
    }
  })();
  await Promise.all([write(1), write(2), write(3), lead(), stops]);
  return acknowledged;
}

/** Immediate mode; the supervisor starts it again. */
async function stopAtOnce(server: Postgres): Promise<void> {
  const { pid } = server;
  assert.ok(pid);
  process.kill(pid, 'SIGQUIT');
  while (server.pid === pid || server.pid === null) await sleep(20);
}

function startLeader(
  url: string,
  boundary: number,
  signal: string,
): { child: ChildProcess; messages: unknown[] } {
  const child = fork(leaderFile, [url, String(boundary), signal], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const messages: unknown[] = [];
  child.on('message', (message) => messages.push(message));
  return { child, messages };
}

async function firstMessage<T>(child: ChildProcess): Promise<T> {
  const [message] = await once(child, 'message');
  return message as T; // the child file says what it sends
}

/** The message is sent a moment before the child stops itself. */
async function whenStopped(child: ChildProcess): Promise<void> {
  await sleep(100);
  assert.equal(child.exitCode, null);
}

async function untilGone(db: Database, backendPid: number): Promise<void> {
  while ((await db.rows(sql`select from pg_stat_activity where pid = ${backendPid}`)).length > 0)
    await sleep(10);
}

async function untilBack(db: Database): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const back = await db.row(sql`select 1`).then(
      () => true,
      () => false,
    );
    if (back) return;
    await sleep(50);
  }
  throw new Error('the server did not come back');
}

/** The size once the transaction that was cut has ended, one way or the other. */
async function settledSize(db: Database): Promise<number | undefined> {
  return db.atomically(async (tx) => {
    const log = await tx.row<{ size: number }>(sql`select size from ledger_log for update`);
    return log?.size;
  });
}

function expectedLeaves(size: number): string[] {
  return Array.from({ length: size }, (_, i) => `leaf ${i}`);
}
