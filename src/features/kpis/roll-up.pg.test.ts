import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Entry } from '../../core/ledger/entry.ts';
import { sql } from '../../db/sql.ts';
import { testDatabase } from '../../testing/database.ts';
import { backlogOf, countsIn, durationsIn } from './queries.ts';
import { rollUp } from './roll-up.ts';

const db = await testDatabase();
const noon = Date.UTC(2026, 0, 5, 12);
const useCase = '01990000-0000-7000-8000-000000000001';
const other = '01990000-0000-7000-8000-000000000002';
const day = { fromMs: noon - 3_600_000, beforeMs: noon + 3_600_000 };

let nextPosition = 0;

function told(kind: Entry['kind'], facts: Entry['facts'], ms = 0, about: string = useCase) {
  return {
    position: nextPosition++,
    entry: {
      kind,
      facts,
      at: new Date(noon + ms).toISOString(),
      about: { useCase: about, decision: '01990000-0000-7000-8000-000000000009' },
      entryId: 'x.0',
      commitId: 'x',
      index: 0,
      actor: { kind: 'system', pseudonym: 'test' },
      commitments: {},
    } satisfies Entry,
  };
}

const held = (ms = 0, about = useCase) =>
  told(
    'decision.recorded',
    { route: 'hold', purpose: 'approval', stratum: 'rest', audited: false },
    ms,
    about,
  );
const resolved = (ms = 0) =>
  told('task.resolved', { purpose: 'approval', resolution: 'edit', secondsToHuman: 90, simulated: true }, ms);

test('counts of batches add up per minute, use case, and in total', async () => {
  await db.atomically((tx) => rollUp(tx, [held(), held(1000), held(60_000), held(0, other)]));
  await db.atomically((tx) => rollUp(tx, [held(2000), resolved(90_000)]));
  const counts = await countsIn(db, { useCaseId: useCase, ...day });
  const decisions = counts.filter(({ measure }) => measure === 'decisions');
  assert.deepEqual(decisions.map(({ minuteMs, total }) => [minuteMs - noon, total]).sort(), [
    [0, 3],
    [60_000, 1],
  ]);
  assert.deepEqual(
    counts.filter(({ measure }) => measure === 'verdicts'),
    [{ minuteMs: noon + 60_000, measure: 'verdicts', part: 'edit', simulated: true, total: 1 }],
  );
  const all = await countsIn(db, { useCaseId: null, ...day });
  const sum = all.reduce((total, count) => total + (count.measure === 'decisions' ? count.total : 0), 0);
  assert.equal(sum, 5);
});

test('the backlog is what was opened less what has ended, of one use case or of all', async () => {
  assert.equal(await backlogOf(db, useCase), 3);
  assert.equal(await backlogOf(db, other), 1);
  assert.equal(await backlogOf(db, null), 4);
});

test('a window ends before its last minute', async () => {
  const upTo = await countsIn(db, { useCaseId: useCase, fromMs: noon, beforeMs: noon + 60_000 });
  assert.ok(upTo.every(({ minuteMs }) => minuteMs === noon));
  assert.deepEqual(
    await countsIn(db, { useCaseId: useCase, fromMs: noon + 120_000, beforeMs: noon + 180_000 }),
    [],
  );
});

test('durations add up in their buckets', async () => {
  await db.atomically((tx) => rollUp(tx, [resolved(90_000), resolved(91_000)]));
  const histogram = await durationsIn(db, { useCaseId: useCase, ...day }, 'time-to-human');
  assert.deepEqual([...histogram.values()], [3]);
  const nothing = await durationsIn(db, { useCaseId: other, ...day }, 'time-to-human');
  assert.equal(nothing.size, 0);
});

test('what fails halfway leaves nothing behind', async () => {
  const before = await db.rows(sql`select * from kpi_minute order by use_case_id, minute, measure, part`);
  const failing = db.atomically(async (tx) => {
    await rollUp(tx, [held(), held()]);
    throw new Error('the cursor could not be moved');
  });
  await assert.rejects(failing, /cursor/);
  assert.deepEqual(
    await db.rows(sql`select * from kpi_minute order by use_case_id, minute, measure, part`),
    before,
  );
});

test('nothing told is nothing written', async () => {
  await db.atomically((tx) => rollUp(tx, [told('verdict.given', { kind: 'approve' })]));
  await db.atomically((tx) => rollUp(tx, []));
  assert.equal(await backlogOf(db, null), 2);
});

test('entries that are read again are counted once, and what is new among them is counted', async () => {
  const seen = [held(), resolved(90_000)];
  const day = async () => JSON.stringify(await countsIn(db, { useCaseId: null, fromMs: 0, beforeMs: 1e14 }));
  await db.atomically((tx) => rollUp(tx, seen));
  const before = await day();
  await db.atomically((tx) => rollUp(tx, seen));
  assert.equal(await day(), before);
  await db.atomically((tx) => rollUp(tx, [...seen, held(120_000)]));
  assert.notEqual(await day(), before);
  await db.run(sql`delete from kpi_minute where minute = ${new Date(noon + 120_000)}`);
  assert.equal(await day(), before, 'and nothing else');
});
