import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import { withDatabase } from '../testing/database.ts';
import { testServer } from '../testing/postgres-server.ts';
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';
import { sql } from './sql.ts';

const server = await testServer();
const admin = openDatabase({ url: server.url, connections: 2 });
after(() => admin.close());

async function emptyDatabase() {
  const name = `empty_${randomBytes(6).toString('hex')}`;
  await admin.run({ text: `create database ${name}`, values: [] });
  const db = openDatabase({ url: withDatabase(server.url, name), connections: 4 });
  return {
    db,
    drop: async () => {
      await db.close();
      await admin.run({ text: `drop database ${name} with (force)`, values: [] });
    },
  };
}

test('every step is taken once, also by two processes that start at once, and none the next time', async () => {
  const { db, drop } = await emptyDatabase();
  const [one, other] = await Promise.all([migrate(db), migrate(db)]);
  assert.ok(one.ok && other.ok);
  const taken = await db.rows<{ name: string }>(sql`select name from schema_migration order by name`);
  assert.deepEqual(
    [...one.applied, ...other.applied].sort(),
    taken.map((row) => row.name),
  );
  assert.deepEqual(await migrate(db), { ok: true, applied: [] });
  await drop();
});

test('a database with steps from a newer Steerhouse is left alone', async () => {
  const { db, drop } = await emptyDatabase();
  await migrate(db);
  await db.run(sql`insert into schema_migration values ('9999-tomorrow.sql', 'x', now())`);
  assert.deepEqual(await migrate(db), {
    ok: false,
    because: 'schema-is-newer',
    names: ['9999-tomorrow.sql'],
  });
  await drop();
});

test('a database whose steps said something else is left alone', async () => {
  const { db, drop } = await emptyDatabase();
  await migrate(db);
  await db.run(sql`update schema_migration set checksum = 'x' where name = '0001-ledger.sql'`);
  assert.deepEqual(await migrate(db), { ok: false, because: 'steps-differ', names: ['0001-ledger.sql'] });
  await drop();
});
