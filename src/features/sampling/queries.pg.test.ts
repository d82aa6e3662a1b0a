import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../db/sql.ts';
import { testDatabase } from '../../testing/database.ts';
import { routingSalt } from './queries.ts';

const db = await testDatabase();

test('every installation has a secret salt of its own from the start', async () => {
  const salt = await routingSalt(db);
  assert.equal(salt.length, 32);
  assert.ok(new Set(salt).size > 8, 'not a constant');
});

test('the salt in use is the one that is not retired, and there is never a second', async () => {
  const old = await routingSalt(db);
  await db.run(sql`update sampling_salt set retired_at = now()`);
  await assert.rejects(routingSalt(db), /no sampling salt/);
  const insert = () =>
    db.run(sql`insert into sampling_salt (salt_id, salt, created_at)
      values (gen_random_uuid(), ${Buffer.alloc(32, 7)}, now())`);
  await insert();
  assert.notDeepEqual(await routingSalt(db), old);
  await assert.rejects(insert(), /sampling_salt_in_use/);
});
