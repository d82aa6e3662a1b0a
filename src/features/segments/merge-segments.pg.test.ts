import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnsOf } from '../../core/segments/columns-of.ts';
import type { RecordedDecision } from '../../core/segments/recorded-decision.ts';
import { sql } from '../../db/sql.ts';
import { recorded } from '../../testing/recorded.ts';
import { segmentedRows } from '../../testing/segments.ts';
import { openStage } from '../../testing/stage.ts';
import { largeDecisions } from './choose-merge.ts';
import { mergeSegments } from './merge-segments.ts';
import { readColumns } from './read-columns.ts';
import { removeReplaced } from './remove-replaced.ts';
import { writeSmallSegment } from './write-segment.ts';

const stage = await openStage();
const { db, useCaseId } = stage;
const noon = Date.UTC(2026, 0, 5, 12);
const names = [
  'decisionId',
  'recordedAt',
  'confidence',
  'label',
  'routing',
  'probabilities',
  'metadata.amount',
];
let made = 0;

/** Decisions of one millisecond each, in an order that a segment may hold them. */
function decisions(count: number): RecordedDecision[] {
  return Array.from({ length: count }, () => {
    made += 1;
    return recorded({
      recordedAtMs: noon + made,
      confidence: (made % 1000) / 1000,
      label: made % 3 === 0 ? 'fraud' : 'refund',
      metadata: made % 2 === 0 ? { amount: made } : {},
      probabilities: made % 500 === 0 ? { fraud: 0.25 } : null,
    });
  });
}

async function write(given: readonly RecordedDecision[]): Promise<void> {
  const columns = columnsOf(given);
  await db.atomically((tx) => writeSmallSegment(tx, { useCaseId, columns, at: stage.deps.clock.now() }));
}

async function segments() {
  return db.rows<{ decisions: number; small: boolean }>(sql`
    select decisions, packed is not null as small
    from decision_segment
    where use_case_id = ${useCaseId} and replaced_at is null
    order by from_at`);
}

const merge = () => mergeSegments(stage.deps, stage.deps.clock.now());

test('few small segments are left alone; many become one, with every row in its order', async () => {
  for (let i = 0; i < 31; i++) await write(decisions(3));
  assert.equal(await merge(), 0);
  // Two that overlap in time, as two processes write them.
  const overlapping = decisions(4);
  await write([overlapping[0]!, overlapping[2]!]); // four were made
  await write([overlapping[1]!, overlapping[3]!]); // as above
  const before = await segmentedRows(db, useCaseId, names);
  assert.equal(await merge(), 33);
  assert.deepEqual(await segments(), [{ decisions: 97, small: true }]);
  const rows = await segmentedRows(db, useCaseId, names);
  assert.deepEqual(
    rows,
    before.toSorted((a, b) => Number(a.recordedAt) - Number(b.recordedAt)),
  );
});

test('enough rows for a large segment make one, whose columns are read singly; the rest stays small', async () => {
  for (let i = 0; i < 9; i++) await write(decisions(8000));
  const before = await segmentedRows(db, useCaseId, names);
  assert.equal(await merge(), 10);
  const [large, rest] = await segments();
  assert.deepEqual(
    [large, rest],
    [
      { decisions: largeDecisions, small: false },
      { decisions: 97 + 72_000 - largeDecisions, small: true },
    ],
  );
  const columns = await db.rows<{ name: string }>(sql`select name from segment_column order by name`);
  assert.deepEqual(
    columns.map(({ name }) => name),
    [
      ...[
        'confidence',
        'decisionId',
        'label',
        'metadata.amount',
        'modelVersion',
        'place',
        'probabilities',
        'recordedAt',
      ],
      'routing',
      'thousandth',
    ],
  );
  assert.deepEqual(await segmentedRows(db, useCaseId, names), before);
  const inTheMiddle = { fromMs: noon + 500, beforeMs: noon + 66_000 };
  assert.equal((await segmentedRows(db, useCaseId, ['label'], inTheMiddle)).length, 65_500);
  assert.equal(await merge(), 0);
});

test('who is reading while segments are merged reads on, and misses nothing', async () => {
  for (let i = 0; i < 40; i++) await write(decisions(10));
  const window = { useCaseId, fromMs: 0, beforeMs: 1e14, columns: ['recordedAt'] };
  const before = await segmentedRows(db, useCaseId, ['recordedAt']);
  let read = 0;
  for await (const { first, end } of readColumns(db, window)) {
    if (read === 0) assert.ok((await merge()) >= 40);
    read += end - first;
  }
  assert.equal(read, before.length);
  assert.deepEqual(await segmentedRows(db, useCaseId, ['recordedAt']), before);
});

test('two who merge at once take different segments, or one takes all', async () => {
  for (let i = 0; i < 64; i++) await write(decisions(2));
  const before = await segmentedRows(db, useCaseId, ['decisionId']);
  await Promise.all([merge(), merge(), merge()]);
  assert.deepEqual(await segmentedRows(db, useCaseId, ['decisionId']), before);
});

test('merged segments are removed after an hour, and only those; a reader that is later still is told', async () => {
  const before = await segmentedRows(db, useCaseId, ['decisionId']);
  const at = stage.deps.clock.now();
  assert.equal(await removeReplaced(stage.deps, at), 0);
  const [old] = await db.rows<{ use_case_id: string }>(sql`
    select use_case_id from decision_segment where replaced_at is not null limit 1`);
  assert.ok(old);
  const reading = readColumns(db, { useCaseId, fromMs: 0, beforeMs: 1e14, columns: ['label'] });
  await reading.next();
  await reading.next();
  assert.ok((await removeReplaced(stage.deps, new Date(at.getTime() + 3_700_000))) > 0);
  assert.deepEqual(await segmentedRows(db, useCaseId, ['decisionId']), before);
  await db.run(sql`delete from decision_segment where replaced_at is null`);
  await assert.rejects(async () => {
    for await (const _ of readColumns(db, { useCaseId, fromMs: 0, beforeMs: 1e14, columns: ['label'] }))
      assert.fail();
    for (;;) if ((await reading.next()).done) throw new Error('it ended, having had all in hand');
  });
  const columns = await db.rows(sql`select from segment_column`);
  assert.equal(columns.length, 0, 'columns go with their segment');
});
