import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../db/sql.ts';
import { uuidv7 } from '../../platform/uuidv7.ts';
import { openStage } from '../../testing/stage.ts';
import { openStageWork } from '../../testing/stage-work.ts';
import { firstIdAt, makePartitions } from './make-partitions.ts';

const stage = await openStage();
const { submit } = await openStageWork(stage);
const dayMs = 86_400_000;

/** Names of the day partitions of a table, with what they hold. */
async function partitionsOf(table: string): Promise<string[]> {
  const rows = await stage.db.rows<{ name: string }>(sql`
    select inhrelid::regclass::text as name
    from pg_inherits
    where inhparent = ${table}::regclass and inhrelid::regclass::text ~ '_[0-9]{8}$'
    order by name`);
  return rows.map(({ name }) => name);
}

function days(from: Date, count: number): string[] {
  return Array.from({ length: count }, (_, i) =>
    new Date(from.getTime() + i * dayMs).toISOString().slice(0, 10).replaceAll('-', ''),
  );
}

async function partitionHolding(decisionId: string): Promise<string | undefined> {
  const row = await stage.db.row<{ name: string }>(sql`
    select tableoid::regclass::text as name from decision where decision_id = ${decisionId}`);
  return row?.name;
}

test('today and the next three days have a partition of each table; again changes nothing', async () => {
  const today = stage.deps.clock.now();
  for (let round = 0; round < 2; round++) {
    for (const table of ['decision', 'payload_block']) {
      const names = days(today, 4).map((day) => `${table}_${day}`);
      assert.deepEqual(await partitionsOf(table), names);
    }
    await makePartitions(stage.deps, today);
  }
});

test('several processes make the days to come at once', async () => {
  const later = new Date(Date.now() + 10 * dayMs);
  await Promise.all(Array.from({ length: 6 }, () => makePartitions(stage.deps, later)));
  const made = await partitionsOf('decision');
  assert.deepEqual(
    made.slice(-4),
    days(later, 4).map((day) => `decision_${day}`),
  );
});

test('a decision of today lies in the partition of its day, one with an id of yesterday in the rest', async () => {
  const today = await submit({});
  assert.equal(await partitionHolding(today.decisionId), `decision_${days(new Date(), 1)[0]}`);
  const yesterday = await submit({ decisionId: uuidv7(Date.now() - dayMs) });
  assert.equal(await partitionHolding(yesterday.decisionId), 'decision_rest');
});

test('a day whose rows lie in the rest already, from a clock that was wrong once, does not hold up the others', async () => {
  const day = new Date(Date.UTC(2031, 4, 5));
  const { decisionId } = await submit({});
  await stage.db.run(sql`
    update decision set decision_id = ${uuidv7(day.getTime() + 1000)} where decision_id = ${decisionId}`);
  await makePartitions(stage.deps, day);
  const made = await partitionsOf('decision');
  assert.ok(!made.includes('decision_20310505'));
  assert.ok(made.includes('decision_20310506') && made.includes('decision_20310508'));
});

test('the first id of a moment is below every id of it and above every id before', () => {
  const ms = Date.UTC(2026, 1, 3);
  assert.equal(firstIdAt(ms).length, 36);
  for (let i = 0; i < 100; i++) {
    assert.ok(uuidv7(ms) > firstIdAt(ms));
    assert.ok(uuidv7(ms - 1) < firstIdAt(ms));
  }
  assert.equal(firstIdAt(-5), '00000000-0000-0000-0000-000000000000');
});
