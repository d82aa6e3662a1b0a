import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../db/sql.ts';
import { Refusal } from '../../platform/refusal.ts';
import { testDatabase } from '../../testing/database.ts';
import { ledgerDeps, putLeaves } from '../../testing/ledger.ts';
import { ledgerGauges } from './gauges.ts';
import { ledgerJobs } from './jobs.ts';
import { ledgerStatus } from './queries.ts';
import type { Reaction } from './reactions.ts';

test('each duty run once brings a waiting entry into the tree, under a signature and to its reactions', async () => {
  const { deps, run } = await openTest();
  const opened: string[] = [];
  const reaction: Reaction = {
    name: 'test',
    kinds: ['log.opened'],
    react: async (_tx, entries) => void opened.push(...entries.map(({ entry }) => entry.kind)),
  };
  await assert.rejects(
    ledgerStatus(deps.db),
    (error) => error instanceof Refusal && error.code === 'ledger.not-open',
  );
  await run('ledger: sign', [reaction]);
  const waiting = await ledgerStatus(deps.db);
  assert.equal(waiting.waiting, 1);
  assert.ok((waiting.oldestWaitingSeconds ?? -1) >= 0);
  for (const duty of ['ledger: integrate', 'ledger: sign', 'ledger: react']) await run(duty, [reaction]);
  assert.deepEqual(opened, ['log.opened']);
  const status = await ledgerStatus(deps.db);
  assert.deepEqual(
    [status.size, status.checkpoint?.size, status.waiting, status.oldestWaitingSeconds],
    [1, 1, 0, null],
  );
  await run('ledger: thin out checkpoints', []);
  await run('ledger: reconcile', []);
  assert.equal((await ledgerStatus(deps.db)).reconciliation?.differences, 0);
});

test('a backlog is worked off in one run', async () => {
  const { deps, run } = await openTest();
  await run('ledger: sign', []);
  await putLeaves(deps.db, 0, 9000);
  await run('ledger: integrate', []);
  assert.equal((await ledgerStatus(deps.db)).size, 9001);
});

test('a duty that finds the log forked notes it for everyone, and notes when it is well again', async () => {
  const { deps, run } = await openTest();
  await run('ledger: sign', []);
  await putLeaves(deps.db, 0, 10);
  await deps.db.run(
    sql`insert into ledger_tile (level, n, width, hashes) values (0, 0, 1, ${Buffer.alloc(32)})`,
  );
  await assert.rejects(run('ledger: integrate', []), /Another writer has been at the log/);
  const [noted] = (await ledgerStatus(deps.db)).problems;
  assert.equal(noted?.duty, 'integrate');
  assert.match(noted?.problem ?? '', /ledger_tile has the row already/);
  const gauges = await ledgerGauges(deps.db);
  assert.equal(gauges.find(({ name }) => name === 'steerhouse_ledger_problems')?.value, 1);
  await deps.db.run(sql`delete from ledger_tile`);
  await run('ledger: integrate', []);
  assert.deepEqual((await ledgerStatus(deps.db)).problems, []);
});

async function openTest() {
  const deps = ledgerDeps(await testDatabase());
  const jobs = new Map<string, ReturnType<typeof ledgerJobs>>();
  return {
    deps,
    async run(duty: string, reactions: readonly Reaction[]) {
      const made = jobs.get('jobs') ?? ledgerJobs(deps, reactions);
      jobs.set('jobs', made);
      const job = made.find(({ name }) => name === duty);
      assert.ok(job, duty);
      await job.run(deps.clock.now());
    },
  };
}
