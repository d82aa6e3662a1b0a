import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Database } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { testDatabase } from '../../../testing/database.ts';
import { integrateAll, ledgerDeps, putLeaves, temporaryFolder } from '../../../testing/ledger.ts';
import { signing } from '../lead.ts';
import { openLog } from '../open-log.ts';
import { ledgerStatus } from '../queries.ts';
import { thinOutCheckpoints } from './thin-out-checkpoints.ts';

test('a new log gets a key, a memory, a first entry and its first checkpoint', async () => {
  const { deps, sign } = await openTest();
  await sign();
  await integrateAll(deps.db);
  await sign();
  const status = await ledgerStatus(deps.db);
  assert.equal(status.origin, 'steerhouse.test/log');
  assert.equal(status.checkpoint?.size, 1);
  assert.match(status.checkpoint?.note ?? '', /^steerhouse\.test\/log\n1\n/);
  assert.deepEqual(status.problems, []);
});

test('a second start finds the same log; its key is neither made nor changed again', async () => {
  const { deps } = await openTest();
  const [first, second] = await Promise.all([openLog(deps), openLog(deps)]);
  assert.ok(first.signer && second.signer);
  const key = readFileSync(join(deps.config.dataDir, 'ledger-key'), 'utf8');
  await openLog(deps);
  assert.equal(readFileSync(join(deps.config.dataDir, 'ledger-key'), 'utf8'), key);
  assert.equal((await deps.db.rows(sql`select from ledger_commit`)).length, 1, 'one log.opened');
});

test('a data folder without the key, or with another one, leaves signing to others and says so', async () => {
  const { deps } = await openTest();
  await openLog(deps);
  const without = await openLog(ledgerDeps(deps.db));
  assert.match(without.notice ?? '', /does not hold the key of the ledger .* signs no checkpoints/);
  const other = await openTest();
  await openLog(other.deps);
  const wrong = await openLog(ledgerDeps(deps.db, { folder: other.deps.config.dataDir }));
  assert.match(wrong.notice ?? '', /holds the key of another ledger/);
  await signing(ledgerDeps(deps.db))(new Date());
  assert.equal((await ledgerStatus(deps.db)).checkpoint, null);
});

test('an unchanged log is signed again once a minute, so that silence is visible', async () => {
  const { deps, sign } = await openTest();
  await sign();
  const first = (await ledgerStatus(deps.db)).checkpoint;
  deps.moveClock(59_000);
  await sign();
  assert.deepEqual((await ledgerStatus(deps.db)).checkpoint, first);
  deps.moveClock(2_000);
  await sign();
  const beat = (await ledgerStatus(deps.db)).checkpoint;
  assert.equal(beat?.note, first?.note);
  assert.ok((beat?.signedAt ?? '') > (first?.signedAt ?? ''));
});

test('a database set back to an earlier state is a fork alarm: nothing is published, entries are still taken', async () => {
  const { deps, sign } = await openTest();
  await sign();
  await putLeaves(deps.db, 0, 300);
  await integrateAll(deps.db);
  await sign();
  // The last ten entries vanish and the tree is rebuilt, consistent in itself.
  await rebuildWith(deps.db, 290);
  await assert.rejects(sign(), /the database was set back/);
  assert.match((await ledgerStatus(deps.db)).problems[0]?.problem ?? '', /set back/);
  await putLeaves(deps.db, 300, 305);
  await integrateAll(deps.db);
  await assert.rejects(sign(), /ForkAlarm|set back/);
  assert.equal((await ledgerStatus(deps.db)).size, 295);
});

test('a history rewritten at a larger size is a fork alarm as well', async () => {
  const { deps, sign } = await openTest();
  await sign();
  await putLeaves(deps.db, 0, 300);
  await integrateAll(deps.db);
  await sign();
  await rebuildWith(deps.db, 320);
  await assert.rejects(sign(), /does not contain the 301 signed before .* it was rewritten/);
  const { problems, checkpoint } = await ledgerStatus(deps.db);
  assert.equal(problems[0]?.duty, 'sign');
  assert.equal(checkpoint?.size, 301);
});

test('a lost memory is a fork alarm until it is put back; then the note goes away', async () => {
  const { deps, sign } = await openTest();
  await sign();
  const path = join(deps.config.dataDir, 'ledger-signed.json');
  const memory = readFileSync(path, 'utf8');
  rmSync(path);
  await integrateAll(deps.db);
  await assert.rejects(sign(), /ledger-signed\.json .* lost or damaged/);
  writeFileSync(path, memory);
  await sign();
  const { problems, checkpoint } = await ledgerStatus(deps.db);
  assert.deepEqual(problems, []);
  assert.equal(checkpoint?.size, 1);
});

test('of old checkpoints the last one of each hour stays', async () => {
  const { deps } = await openTest();
  await openLog(deps);
  const at = new Date('2026-03-01T12:30:00Z');
  for (let minute = 0; minute < 180; minute += 20) {
    const signedAt = new Date(at.getTime() - minute * 60_000);
    await deps.db.run(sql`
      insert into ledger_checkpoint (size, root, note, signed_at)
      values (${1000 - minute}, ${Buffer.alloc(32)}, '', ${signedAt})`);
  }
  await thinOutCheckpoints(deps.db, at);
  const kept = await deps.db.rows<{ size: number }>(
    sql`select size from ledger_checkpoint order by size desc`,
  );
  // 12:30, 12:10, 11:50, 11:30 are within the hour; of 11 o'clock 11:50 stays anyway, of 10 o'clock 10:50, and 9:50.
  assert.deepEqual(
    kept.map(({ size }) => 1000 - size),
    [0, 20, 40, 60, 100, 160],
  );
});

async function openTest() {
  const deps = ledgerDeps(await testDatabase(), { folder: temporaryFolder() });
  const run = signing(deps);
  return { deps, sign: () => run(deps.clock.now()) };
}

/** Somebody with all rights writes another, well-formed history. */
async function rebuildWith(db: Database, size: number): Promise<void> {
  await db.run(sql`truncate ledger_tile, ledger_commit`);
  const empty = await db.row<{ root: Buffer }>(sql`select sha256('') as root`);
  await db.run(sql`update ledger_log set size = 0, root = ${empty?.root}`);
  await putLeaves(db, 0, size);
  await integrateAll(db);
}
