import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Routed } from '../../contract/decisions.ts';
import { auditPlace } from '../../core/sampling/audit-draw.ts';
import { sql } from '../../db/sql.ts';
import { openHmac } from '../../platform/hmac.ts';
import { integrateAll } from '../../testing/ledger.ts';
import { segmentedRows } from '../../testing/segments.ts';
import { openStage, stagePolicy } from '../../testing/stage.ts';
import { openStageWork } from '../../testing/stage-work.ts';
import { routingSalt } from '../sampling/queries.ts';
import { awaitSegments } from './await-segments.ts';
import { openColumnCache } from './column-cache.ts';
import { countRoutings } from './count-routings.ts';
import { mergeSegments } from './merge-segments.ts';
import { segmentedSpan } from './queries.ts';
import { segmentsReaction } from './segments-reaction.ts';

const stage = await openStage({ policy: { ...stagePolicy, audit: { rate: 0.5 } } });
const { db, useCaseId } = stage;
const { submit, bringNews } = await openStageWork(stage);
const everything = [
  'decisionId',
  'recordedAt',
  'confidence',
  'label',
  'modelVersion',
  'probabilities',
  'place',
  'routing',
];

async function submitMany(count: number, confidence = 0.9): Promise<Routed[]> {
  return Promise.all(Array.from({ length: count }, () => submit({ confidence })));
}

test('before anything was recorded there is nothing', async () => {
  assert.equal(await segmentedSpan(db, useCaseId), null);
  assert.deepEqual(await segmentedRows(db, useCaseId, everything), []);
  assert.ok((await awaitSegments(db, { timeoutMs: 0 })).entries > 0, 'those of the stage itself');
});

test('a decision stands in a segment as it was recorded, with everything a policy may look at', async () => {
  const held = await submit({ confidence: 0.1 + 0.2, label: 'fraud', metadata: { amount: 12.5 } });
  const released = await submit({
    confidence: 0.97,
    metadata: { country: 'DE' },
    probabilities: { other: 0.02, refund: 0.97, fraud: 0.01 },
  });
  await bringNews();
  const hmac = openHmac(await routingSalt(db));
  const rows = await segmentedRows(db, useCaseId, [
    ...everything,
    'metadata.amount',
    'metadata.country',
    'pairedWith',
  ]);
  const routing = { policyVersionId: stage.policyVersionId, failure: null, stratum: 'rest' };
  const ordinary = { contextId: null, standingApprovalId: null };
  assert.deepEqual(
    rows.map(({ recordedAt, ...row }) => row),
    [
      {
        decisionId: held.decisionId,
        confidence: 0.1 + 0.2,
        label: 'fraud',
        modelVersion: stage.modelVersionId,
        probabilities: null,
        place: auditPlace(hmac, held.decisionId),
        routing: {
          ...routing,
          ...ordinary,
          route: 'hold',
          ruleIndex: 0,
          inclusionProbability: 1,
          audited: held.audited,
        },
        'metadata.amount': 12.5,
        'metadata.country': null,
        pairedWith: null,
      },
      {
        decisionId: released.decisionId,
        confidence: 0.97,
        label: 'refund',
        modelVersion: stage.modelVersionId,
        probabilities: [
          ['other', 0.02],
          ['refund', 0.97],
          ['fraud', 0.01],
        ],
        place: auditPlace(hmac, released.decisionId),
        routing: {
          ...routing,
          ...ordinary,
          route: 'release',
          ruleIndex: 1,
          inclusionProbability: 0.5,
          audited: released.audited,
        },
        'metadata.amount': null,
        'metadata.country': 'DE',
        pairedWith: null,
      },
    ],
  );
  const times = await db.rows<{ recorded_at: Date }>(
    sql`select recorded_at from decision order by recorded_at`,
  );
  assert.deepEqual(
    rows.map(({ recordedAt }) => recordedAt),
    times.map((row) => row.recorded_at.getTime()),
  );
});

test('each decision is in exactly one segment, however often the news is brought', async () => {
  const before = await segmentedRows(db, useCaseId, ['decisionId']);
  const made = await submitMany(30);
  await bringNews();
  await bringNews();
  const rows = await segmentedRows(db, useCaseId, ['decisionId']);
  const ids = rows.map(({ decisionId }) => decisionId);
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(ids.length, before.length + made.length);
  for (const { decisionId } of made) assert.ok(ids.includes(decisionId));
  assert.equal((await segmentedSpan(db, useCaseId))?.decisions, ids.length);
});

test('a cursor that is set back, or lost, puts no decision into a second segment, also after a merge', async () => {
  const before = await segmentedRows(db, useCaseId, ['decisionId']);
  const again = [
    sql`update ledger_cursor set position = 0 where reaction = ${segmentsReaction}`,
    sql`delete from ledger_cursor where reaction = ${segmentsReaction}`,
  ];
  for (const [round, setBack] of again.entries()) {
    for (let small = 0; small < round * 32; small++) {
      await submitMany(1);
      await bringNews();
    }
    assert.equal((await mergeSegments({ db }, new Date())) > 0, round > 0);
    await db.run(setBack);
    await submitMany(1);
    await bringNews();
  }
  const ids = (await segmentedRows(db, useCaseId, ['decisionId'])).map(({ decisionId }) => decisionId);
  assert.equal(ids.length, before.length + 34);
  assert.equal(new Set(ids).size, ids.length);
});

test('a window takes what was recorded from its start to before its end, to the millisecond', async () => {
  const all = await segmentedRows(db, useCaseId, ['decisionId', 'recordedAt']);
  const times = all.map(({ recordedAt }) => Number(recordedAt));
  for (const fromMs of [times[0]!, times[5]! + 1, times.at(-1)!]) {
    for (const beforeMs of [times[3]!, times[7]! + 1, times.at(-1)! + 1]) {
      const inside = await segmentedRows(db, useCaseId, ['decisionId'], { fromMs, beforeMs });
      const expected = all.filter(
        ({ recordedAt }) => Number(recordedAt) >= fromMs && Number(recordedAt) < beforeMs,
      );
      assert.deepEqual(
        inside.map(({ decisionId }) => decisionId),
        expected.map(({ decisionId }) => decisionId),
      );
    }
  }
});

test('what was read once comes from the cache, also that a column is not there', async () => {
  const cache = openColumnCache(1e6);
  const columns = ['confidence', 'pairedWith'];
  const first = await segmentedRows(db, useCaseId, columns, { cache });
  assert.ok(cache.bytes() > 8 * first.length);
  await db.run(sql`update decision_segment set packed = substring(packed from 2)`);
  assert.deepEqual(await segmentedRows(db, useCaseId, columns, { cache }), first);
  await assert.rejects(segmentedRows(db, useCaseId, columns), 'the stored ones are damaged');
  // The first byte of zstd's mark.
  await db.run(sql`update decision_segment set packed = ${Buffer.of(0x28)}::bytea || packed`);
  assert.deepEqual(await segmentedRows(db, useCaseId, columns), first);
});

test('decisions are counted by how they were routed', async () => {
  const window = { useCaseId, fromMs: 0, beforeMs: 1e14 };
  const counts = await countRoutings(db, window);
  const rows = await db.rows<{ route: string; audited: boolean; decisions: number }>(sql`
    select route, audited, count(*)::integer as decisions from decision group by route, audited`);
  assert.deepEqual(
    counts.map(({ routing, decisions }) => `${routing.route} ${routing.audited} ${decisions}`).sort(),
    rows.map(({ route, audited, decisions }) => `${route} ${audited} ${decisions}`).sort(),
  );
});

test('waiting ends when everything recorded before is in segments, and says what is missing when it is not', async () => {
  const [made] = await submitMany(1);
  assert.ok(made);
  const early = await awaitSegments(db, { timeoutMs: 0 });
  assert.equal(early.entries, 1, 'not even in the log');
  await integrateAll(db);
  assert.equal((await awaitSegments(db, { timeoutMs: 0 })).entries, 1, 'in the log, not in segments');
  const waiting = awaitSegments(db, { timeoutMs: 10_000 });
  await bringNews();
  assert.equal((await waiting).entries, 0);
  const stopped = new AbortController();
  await submitMany(1);
  const given = awaitSegments(db, { timeoutMs: 10_000, signal: stopped.signal });
  stopped.abort();
  assert.equal((await given).entries, 1);
  await bringNews();
});

test('a decision whose row is gone is left out, and holds up nobody', async () => {
  const [gone, kept] = await submitMany(2);
  await db.run(sql`delete from decision where decision_id = ${gone?.decisionId}`);
  await bringNews();
  const ids = (await segmentedRows(db, useCaseId, ['decisionId'])).map(({ decisionId }) => decisionId);
  assert.deepEqual([ids.includes(gone?.decisionId), ids.includes(kept?.decisionId)], [false, true]);
});
