import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../db/sql.ts';
import { accessServer, signedInAs } from '../../testing/access-server.ts';
import { accessJobs } from './jobs.ts';
import { makeSignInToken } from './people/one-time-token.ts';

const server = await accessServer();
const [job] = accessJobs(server.deps);
const dayMs = 86_400_000;

async function counts(): Promise<Record<string, number> | null> {
  return await server.db.row(sql`
    select (select count(*)::integer from session) as sessions,
      (select count(*)::integer from one_time_token where used_at is null) as tokens,
      (select count(*)::integer from sign_in_attempt) as attempts`);
}

test('what has expired is removed in time and not before', async () => {
  const { personId } = await signedInAs(server, ['reviewer']);
  const now = new Date();
  await server.db.atomically((tx) => makeSignInToken(tx, personId, now));
  await server.db.run(sql`
    insert into sign_in_attempt (attempt_key, window_started_at, failures)
    values ('\\x01'::bytea, ${now}, 3)`);
  const after = async (ms: number) => {
    await job?.run(new Date(now.getTime() + ms));
    return await counts();
  };
  assert.deepEqual(await after(14 * 60_000), { sessions: 1, tokens: 1, attempts: 1 });
  assert.deepEqual(await after(16 * 60_000), { sessions: 1, tokens: 1, attempts: 0 });
  assert.deepEqual(await after(2 * dayMs + 1_000), { sessions: 1, tokens: 0, attempts: 0 });
  assert.deepEqual(await after(31 * dayMs), { sessions: 0, tokens: 0, attempts: 0 });
});
