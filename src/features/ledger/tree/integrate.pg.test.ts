import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textBytes } from '../../../core/ledger/bytes.ts';
import { openDatabase } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import { testDatabase } from '../../../testing/database.ts';
import { checkStoredLog, integrateAll, openTestLog, putCommit, putLeaves } from '../../../testing/ledger.ts';
import { ForkAlarm } from './fork-alarm.ts';
import { openIntegrator } from './integrate.ts';

test('roots at the sizes where tiles end are those of the published vectors (case 14)', async () => {
  const db = await testDatabase();
  await openTestLog(db);
  // trust.md 3.2, recomputed there with golang.org/x/mod/sumdb/tlog.
  const known: Record<number, string> = {
    1: 'G7l9zCFjXUfiZj79/QoXRobZjdcBNS3SzQbotD/T0wU=',
    3: '1Pksj7uJcg6ztVZ3x9fvrd/rENEaGoSguo8aIzN/qpU=',
    7: 'WmH8K1T5z6cXdPJDIUPdQMbLKxGUf69lp9PaXLZRmcg=',
    255: '1xWSohnUBnZj7t4kf5tUw/ngKQaC1V3gm0lbB/HeQck=',
    257: 'hVuTaqAMuYtRFEhCSa0514pr6TYj4mwB6OSH3AIYSlo=',
    65536: '4QC6VNaakQEvwTt4kP6seNaZaglyaLb3NdFzEcdAKmA=',
  };
  let size = 0;
  for (const next of [1, 3, 7, 255, 256, 257, 65_535, 65_536, 65_537]) {
    await putLeaves(db, size, next);
    await integrateAll(db);
    size = next;
    const log = await db.row<{ size: number; root: Buffer }>(sql`select size, root from ledger_log`);
    assert.equal(log?.size, size);
    if (known[size]) assert.equal(log?.root.toString('base64'), known[size], `root at ${size}`);
    if (size >= 255) await checkStoredLog(db);
  }
});

test('entries of 0, 1 and 4,096 bytes are taken, in the order they were written (case 13)', async () => {
  const db = await testDatabase();
  await openTestLog(db);
  const long = 'x'.repeat(4096);
  await putCommit(db, ['', 'a', long].map(textBytes));
  await putCommit(db, [textBytes('b')]);
  await integrateAll(db);
  assert.deepEqual(await checkStoredLog(db), ['', 'a', long, 'b']);
});

test('a round takes whole commits, up to its bounds of entries and bytes', async () => {
  const db = await testDatabase();
  await openTestLog(db);
  await putLeaves(db, 0, 100);
  for (let i = 0; i < 11; i++) await putCommit(db, ['x'.repeat(1000), 'y'].map(textBytes));
  const byEntries = await integrateAll(db, { entries: 101, bytes: 2500 });
  assert.deepEqual(
    byEntries.map((round) => round.appended),
    [102, 6, 6, 6, 2],
  );
  assert.deepEqual(
    byEntries.map((round) => round.more),
    [true, true, true, true, false],
  );
  await checkStoredLog(db);
});

test('a long transaction does not lose its place to a short one that commits before it (case 10)', async () => {
  const db = await testDatabase();
  await openTestLog(db);
  const [early, late] = [uuidv7(1000), uuidv7(2000)];
  await db.atomically(async (long) => {
    await putCommit(long, [textBytes('long')], early);
    await putCommit(db, [textBytes('short')], late);
    await integrateAll(db);
    assert.deepEqual(await checkStoredLog(db), ['short']);
  });
  await integrateAll(db);
  assert.deepEqual(await checkStoredLog(db), ['short', 'long']);
});

test('what is rolled back leaves no entry, and gaps in the outbox hold up nothing (cases 9 and 10)', async () => {
  const db = await testDatabase();
  await openTestLog(db);
  await putCommit(db, [textBytes('first')]);
  const rolledBack = db.atomically(async (tx) => {
    await putCommit(tx, [textBytes('never')]);
    throw new Error('changed my mind');
  });
  await assert.rejects(rolledBack, /changed my mind/);
  await putCommit(db, [textBytes('second')]);
  await integrateAll(db);
  assert.deepEqual(await checkStoredLog(db), ['first', 'second']);
});

test('a commit id that is used twice makes one leaf: the second is refused, before and after the first has its place (case 11)', async () => {
  const db = await testDatabase();
  await openTestLog(db);
  const commitId = await putCommit(db, [textBytes('once')]);
  await assert.rejects(putCommit(db, [textBytes('twice')], commitId), { code: '23505' });
  await integrateAll(db);
  await assert.rejects(putCommit(db, [textBytes('thrice')], commitId), { code: '23505' });
  await putCommit(db, [textBytes('next')]);
  await integrateAll(db);
  assert.deepEqual(await checkStoredLog(db), ['once', 'next']);
});

test('four leaders at once: one integrates at a time, everything is there once (case 3)', async () => {
  const db = await testDatabase();
  await openTestLog(db);
  const leaders = [1, 2, 3, 4].map(() => openDatabase({ url: db.url, connections: 2 }));
  const expected = 60 * 40;
  const write = async (writer: number) => {
    for (let i = 0; i < 30; i++) {
      await putCommit(
        db,
        Array.from({ length: 40 }, (_, k) => textBytes(`${writer}/${i}/${k}`)),
      );
    }
  };
  const lead = async (leader: (typeof leaders)[number]) => {
    const integrateRound = openIntegrator(leader, { entries: 100, bytes: 1e6 });
    for (;;) {
      await integrateRound();
      const log = await leader.row<{ size: number }>(sql`select size from ledger_log`);
      if (log?.size === expected) return;
    }
  };
  await Promise.all([write(1), write(2), ...leaders.map(lead)]);
  await Promise.all(leaders.map((leader) => leader.close()));
  const entries = await checkStoredLog(db);
  assert.equal(new Set(entries).size, expected);
  const ofOne = entries.filter((entry) => entry.startsWith('1/'));
  assert.deepEqual(
    ofOne,
    [...ofOne].sort((a, b) => byNumbers(a) - byNumbers(b)),
    'a writer’s own order is kept',
  );
});

test('a row that somebody else wrote into the tree is a fork alarm, and nothing is appended', async () => {
  const db = await testDatabase();
  await openTestLog(db);
  await putLeaves(db, 0, 300);
  await integrateAll(db);
  await db.run(sql`
    insert into ledger_commit (commit_id, position, entry_count, entries, lengths)
    values (${uuidv7(1)}, 310, 1, '\\x0000', '\\x0000')`);
  await putLeaves(db, 300, 310);
  await integrateAll(db);
  await putLeaves(db, 310, 311);
  await assert.rejects(
    integrateAll(db),
    (error) => error instanceof ForkAlarm && /Another writer/.test(error.message),
  );
  assert.equal((await db.row<{ size: number }>(sql`select size from ledger_log`))?.size, 310);
  assert.equal((await db.rows(sql`select from ledger_commit where position is null`)).length, 1);
});

test('a changed tile at the edge of the tree is noticed before anything is built on it', async () => {
  const db = await testDatabase();
  await openTestLog(db);
  await putLeaves(db, 0, 300);
  const integrateRound = openIntegrator(db);
  await integrateRound();
  await db.run(
    sql`update ledger_tile set hashes = set_byte(hashes, 0, get_byte(hashes, 0) # 1) where level = 0 and n = 1`,
  );
  await putLeaves(db, 300, 301);
  // A leader that still remembers the edge notices that the row is not as it left it; a new one, that roots differ.
  await assert.rejects(
    integrateRound(),
    (error) => error instanceof ForkAlarm && /not as they were left/.test(error.message),
  );
  await assert.rejects(
    integrateRound(),
    (error) => error instanceof ForkAlarm && /do not add up/.test(error.message),
  );
});

test('a commit that got a place behind the leader’s back is a fork alarm', async () => {
  const db = await testDatabase();
  await openTestLog(db);
  await putLeaves(db, 0, 3);
  // As if somebody without the lock had been there between the leader's reading and its writing: no row fits any more.
  await db.run(sql`
    create function overtaken() returns trigger language plpgsql as 'begin return null; end'`);
  await db.run(sql`
    create trigger overtaken before update on ledger_commit for each row execute function overtaken()`);
  await assert.rejects(
    integrateAll(db),
    (error) => error instanceof ForkAlarm && /1 commits had a place/.test(error.message),
  );
});

test('without a log there is nothing to lead', async () => {
  const db = await testDatabase();
  await putLeaves(db, 0, 3);
  assert.deepEqual(await openIntegrator(db)(), { found: 'another-leader' });
});

function byNumbers(text: string): number {
  const [, commit, index] = text.split('/').map(Number);
  return (commit ?? 0) * 1000 + (index ?? 0);
}
