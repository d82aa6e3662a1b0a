import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnsOf } from '../../core/segments/columns-of.ts';
import type { RecordedDecision } from '../../core/segments/recorded-decision.ts';
import { openRandom } from '../../core/stats/random.ts';
import { sql } from '../../db/sql.ts';
import { recorded, usualRouting } from '../../testing/recorded.ts';
import { segmentedRows } from '../../testing/segments.ts';
import { openStage } from '../../testing/stage.ts';
import { openColumnCache } from './column-cache.ts';
import { countRoutings } from './count-routings.ts';
import { mergeSegments } from './merge-segments.ts';
import { segmentedSpan, windowSegments } from './queries.ts';
import { readColumns } from './read-columns.ts';
import { removeReplaced } from './remove-replaced.ts';
import { writeSmallSegment } from './write-segment.ts';

const stage = await openStage();
const { db, deps, useCaseId } = stage;
const noon = Date.UTC(2026, 0, 5, 12);
const random = openRandom(11);

/** Everything that was written, for windows to be recounted from. */
const written: RecordedDecision[] = [];

async function write(given: readonly Partial<RecordedDecision>[]): Promise<void> {
  const decisions = given
    .map((change) => recorded(change))
    .sort(
      (one, other) => one.recordedAtMs - other.recordedAtMs || (one.decisionId < other.decisionId ? -1 : 1),
    );
  written.push(...decisions);
  const columns = columnsOf(decisions);
  await db.atomically((tx) => writeSmallSegment(tx, { useCaseId, columns, at: deps.clock.now() }));
}

const merge = () => mergeSegments(deps, deps.clock.now());
const everything = { useCaseId, fromMs: 0, beforeMs: 1e14 };

async function idsIn(fromMs: number, beforeMs: number): Promise<string[]> {
  const rows = await segmentedRows(db, useCaseId, ['decisionId'], { fromMs, beforeMs });
  return rows.map(({ decisionId }) => String(decisionId)).sort();
}

function expectedIn(fromMs: number, beforeMs: number): string[] {
  return written
    .filter(({ recordedAtMs }) => recordedAtMs >= fromMs && recordedAtMs < beforeMs)
    .map(({ decisionId }) => decisionId)
    .sort();
}

test('many decisions of one millisecond are all inside a window or all outside, before and after a merge', async () => {
  for (let part = 0; part < 33; part++)
    await write(Array.from({ length: 4 }, () => ({ recordedAtMs: noon + random.integer(5) })));
  for (const round of ['apart', 'merged']) {
    for (let from = 0; from <= 5; from++) {
      for (let before = from; before <= 6; before++) {
        const window = [noon + from, noon + before] as const;
        assert.deepEqual(
          await idsIn(...window),
          expectedIn(...window),
          `${round} from ${from} before ${before}`,
        );
      }
    }
    if (round === 'apart') assert.equal(await merge(), 33);
  }
});

test('a window between two decisions of a segment is read, and has nothing', async () => {
  await write([{ recordedAtMs: noon + 1000 }, { recordedAtMs: noon + 2000 }]);
  const window = { useCaseId, fromMs: noon + 1001, beforeMs: noon + 2000 };
  assert.equal((await windowSegments(db, window)).length, 1);
  assert.deepEqual(await idsIn(window.fromMs, window.beforeMs), []);
  assert.deepEqual(await countRoutings(db, window), []);
});

test('the times of a segment are read only where the window cuts it', async () => {
  const cut = readColumns(db, { useCaseId, fromMs: noon, beforeMs: noon + 1500, columns: ['label'] });
  const names = [];
  for await (const { columns, first, end } of cut)
    names.push([[...columns.keys()].sort().join(), end - first]);
  assert.deepEqual(names, [
    ['label', 132],
    ['label,recordedAt', 1],
  ]);
});

test('a field that few or no decisions have is none in the others, wherever segments end', async () => {
  const amounts = Array.from({ length: 40 }, (_, place) => (place % 7 === 0 ? place : null));
  for (const [place, amount] of amounts.entries())
    await write([
      { recordedAtMs: noon + 3000 + place, metadata: amount === null ? {} : { amount }, label: null },
    ]);
  const window = { fromMs: noon + 3000, beforeMs: noon + 4000 };
  const wanted = ['metadata.amount', 'metadata.colour', 'label', 'pairedWith', 'probabilities'];
  const read = () => segmentedRows(db, useCaseId, wanted, window);
  const expected = amounts.map((amount) => ({
    'metadata.amount': amount,
    'metadata.colour': null,
    label: null,
    pairedWith: null,
    probabilities: null,
  }));
  assert.deepEqual(await read(), expected);
  await merge();
  assert.deepEqual(await read(), expected);
});

test('a field whose type was changed keeps the values it was recorded with, through a merge', async () => {
  const values = Array.from(
    { length: 36 },
    (_, place) => [place + 0.5, `n${place}`, place % 2 === 0][place % 3]!,
  ); // three
  for (const [place, size] of values.entries())
    await write([{ recordedAtMs: noon + 5000 + place, metadata: { size } }]);
  const window = { fromMs: noon + 5000, beforeMs: noon + 6000 };
  const read = async () =>
    (await segmentedRows(db, useCaseId, ['metadata.size'], window)).map((row) => row['metadata.size']);
  assert.deepEqual(await read(), values);
  assert.ok((await merge()) >= 36);
  assert.deepEqual(await read(), values);
});

test('zeros, negative numbers and the largest there are come back to the last bit', async () => {
  const values = [0, -0, -1.5, Number.MAX_SAFE_INTEGER, Number.MIN_VALUE, Number.MAX_VALUE, 0.1 + 0.2];
  await write(values.map((amount, place) => ({ recordedAtMs: noon + 7000 + place, metadata: { amount } })));
  const rows = await segmentedRows(db, useCaseId, ['metadata.amount'], {
    fromMs: noon + 7000,
    beforeMs: noon + 8000,
  });
  for (const [place, value] of values.entries()) {
    const read = rows[place]?.['metadata.amount'];
    assert.ok(Object.is(read, value) || (read === 0 && value === 0), `${read} for ${value}`);
  }
});

test('counts by routing are those of the rows, in any window, and what is not in it has no count', async () => {
  const strata = ['rest', 'abroad', 'dear'];
  for (let part = 0; part < 5; part++)
    await write(
      Array.from({ length: 60 }, () => {
        const audited = random.integer(4) === 0;
        return {
          recordedAtMs: noon + 10_000 + random.integer(500),
          routing: { ...usualRouting, audited, stratum: strata[random.integer(3)] ?? '' },
        };
      }),
    );
  for (const [from, before] of [
    [10_000, 10_500],
    [10_100, 10_101],
    [10_250, 10_400],
  ] as const) {
    const window = { useCaseId, fromMs: noon + from, beforeMs: noon + before };
    const expected = new Map<string, number>();
    for (const { routing, recordedAtMs } of written) {
      if (recordedAtMs < window.fromMs || recordedAtMs >= window.beforeMs) continue;
      const key = JSON.stringify(routing);
      expected.set(key, (expected.get(key) ?? 0) + 1);
    }
    const counts = await countRoutings(db, window);
    assert.deepEqual(
      new Map(counts.map(({ routing, decisions }) => [JSON.stringify(routing), decisions])),
      expected,
    );
  }
});

test('readers of every speed see each decision once while others write, merge and clean up', async () => {
  const before = await idsIn(0, noon + 20_000);
  const stop = new AbortController();
  const busy = (async () => {
    for (let place = 0; !stop.signal.aborted; place++) {
      await write([{ recordedAtMs: noon + 20_000 + place }]);
      if (place % 10 === 0) await merge();
      await removeReplaced(deps, deps.clock.now());
    }
  })();
  const cache = openColumnCache(3000);
  async function readSlowly(pauses: number): Promise<string[]> {
    const ids: string[] = [];
    for (let round = 0; round < 3; round++) {
      for (let pause = 0; pause < pauses; pause++) await db.run(sql`select pg_sleep(0.002)`);
      const rows = await segmentedRows(db, useCaseId, ['decisionId', 'confidence'], {
        beforeMs: noon + 20_000,
        cache,
      });
      ids.push(...rows.map(({ decisionId }) => String(decisionId)));
      assert.ok(cache.bytes() <= 3000);
    }
    return ids.sort();
  }
  const reads = await Promise.all([0, 1, 5, 20].map(readSlowly));
  stop.abort();
  await busy;
  const thrice = before.flatMap((id) => [id, id, id]);
  for (const ids of reads) assert.deepEqual(ids, thrice);
  assert.deepEqual(await idsIn(0, 1e14), expectedIn(0, 1e14));
});

test('span and segments of a use case are its own, and a use case without any has none', async () => {
  assert.equal((await segmentedSpan(db, useCaseId))?.decisions, written.length);
  const first = Math.min(...written.map(({ recordedAtMs }) => recordedAtMs));
  const last = Math.max(...written.map(({ recordedAtMs }) => recordedAtMs));
  assert.deepEqual(await segmentedSpan(db, useCaseId), {
    decisions: written.length,
    fromMs: first,
    toMs: last,
  });
  const none = '01990000-0000-7000-8000-000000000000';
  assert.equal(await segmentedSpan(db, none), null);
  assert.deepEqual(await windowSegments(db, { ...everything, useCaseId: none }), []);
  assert.deepEqual(await windowSegments(db, { ...everything, fromMs: last + 1 }), []);
  assert.equal((await windowSegments(db, { ...everything, fromMs: last })).length, 1);
  assert.deepEqual(
    await windowSegments(db, { ...everything, beforeMs: first }),
    [],
    'before is not included',
  );
});
