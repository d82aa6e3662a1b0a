import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditPlace } from '../../core/sampling/audit-draw.ts';
import { sql } from '../../db/sql.ts';
import { openHmac } from '../../platform/hmac.ts';
import { uuidv7 } from '../../platform/uuidv7.ts';
import { integrateAll } from '../../testing/ledger.ts';
import { publishDocument } from '../../testing/publish-document.ts';
import { segmentedRows } from '../../testing/segments.ts';
import { openStage, stagePolicy } from '../../testing/stage.ts';
import { openStageWork } from '../../testing/stage-work.ts';
import { runReactions } from '../ledger/reacting/react.ts';
import { routingSalt } from '../sampling/queries.ts';
import { addSegments } from './add-segments.ts';
import { countRoutings } from './count-routings.ts';
import { segmentReactions } from './jobs.ts';
import { loadRecorded } from './load-recorded.ts';
import { segmentedSpan } from './queries.ts';
import { segmentsReaction } from './segments-reaction.ts';

const stage = await openStage({ policy: { ...stagePolicy, audit: { rate: 0.5 } } });
const { db, deps, useCaseId } = stage;
const { submit } = await openStageWork(stage);

async function hear(reactions = segmentReactions(deps)): Promise<void> {
  await integrateAll(db);
  while (await runReactions(deps, reactions));
}

const loaded = async (...decisionIds: string[]) => (await loadRecorded(db, decisionIds)).get(useCaseId) ?? [];

test('decisions are loaded in order of time and id, each once, and unknown ids are left out', async () => {
  const made = await Promise.all(Array.from({ length: 12 }, () => submit()));
  const ids = made.map(({ decisionId }) => decisionId);
  const all = await loaded(...ids.toReversed(), ids[0] ?? '', uuidv7(Date.now()));
  const keys = all.map(({ recordedAtMs, decisionId }) => `${recordedAtMs} ${decisionId}`);
  assert.deepEqual(keys, keys.toSorted());
  assert.deepEqual(all.map(({ decisionId }) => decisionId).sort(), ids.toSorted());
  assert.equal((await loadRecorded(db, [])).size, 0);
});

test('decisions that were routed alike share one routing, those that were not do not', async () => {
  const [one, two, held] = [await submit(), await submit(), await submit({ confidence: 0.1 })];
  const all = await loaded(one.decisionId, two.decisionId, held.decisionId);
  const routings = new Map(all.map(({ decisionId, routing }) => [decisionId, routing]));
  const [a, b, c] = [one, two, held].map(({ decisionId }) => routings.get(decisionId));
  assert.equal(a === b, one.audited === two.audited);
  assert.deepEqual([a?.route, c?.route, a?.ruleIndex, c?.ruleIndex], ['release', 'hold', 1, null]);
});

test('a decision whose payload was erased keeps everything but its probabilities', async () => {
  const probabilities = { refund: 0.9, other: 0.1 };
  const given = { probabilities, metadata: { country: 'DE', amount: 7 } };
  const [kept, erased] = [await submit(given), await submit(given)];
  await db.run(sql`
    delete from payload_block
    where commit_id = (select commit_id from decision where decision_id = ${erased.decisionId})`);
  const [one, other] = await loaded(kept.decisionId, erased.decisionId);
  assert.deepEqual([one?.probabilities, other?.probabilities], [probabilities, null]);
  assert.deepEqual(
    [other?.metadata, other?.label, other?.confidence],
    [one?.metadata, one?.label, one?.confidence],
  );
});

test('the place of the draw is made with the salt of its time, also after others have come', async () => {
  const before = await submit();
  const first = openHmac(await routingSalt(db));
  stage.moveClock(1000);
  const at = deps.clock.now();
  await db.atomically(async (tx) => {
    await tx.run(sql`update sampling_salt set retired_at = ${at}`);
    await tx.run(sql`
      insert into sampling_salt (salt_id, salt, created_at)
      values (gen_random_uuid(), sha256('another'), ${at})`);
    await tx.run(sql`update routing_epoch set epoch = epoch + 1`);
  });
  stage.moveClock(1000);
  const after = await submit();
  const second = openHmac(await routingSalt(db));
  const [one, other] = await loaded(before.decisionId, after.decisionId);
  assert.equal(one?.place, auditPlace(first, before.decisionId));
  assert.equal(other?.place, auditPlace(second, after.decisionId));
  // The place decides the draw: what was recorded has to follow from it.
  for (const decision of [one, other]) assert.equal(decision?.routing.audited, (decision?.place ?? 1) < 0.5);
});

test('a batch that fails after its segments were written leaves none, and each decision is in one in the end', async () => {
  const failing = {
    name: segmentsReaction,
    kinds: ['decision.recorded'] as const,
    react: async (tx: Parameters<typeof addSegments>[0], entries: Parameters<typeof addSegments>[2]) => {
      await addSegments(tx, deps.clock.now(), entries);
      throw new Error('the process is killed');
    },
  };
  await hear([failing]);
  assert.equal(await segmentedSpan(db, useCaseId), null);
  stage.moveClock(60_000);
  await Promise.all([hear(), hear()]);
  await hear();
  const rows = await db.rows<{ decision_id: string }>(
    sql`select decision_id from decision order by decision_id`,
  );
  const segmented = await segmentedRows(db, useCaseId, ['decisionId']);
  assert.deepEqual(
    segmented.map(({ decisionId }) => decisionId).sort(),
    rows.map((row) => row.decision_id),
  );
});

test('counts by version, stratum, route and draw are those of SQL, over versions and strata', async () => {
  const strata = [{ name: 'abroad', when: 'has(metadata.country) && metadata.country != "DE"', rate: 0.25 }];
  await publishDocument(deps, stage.owner, {
    useCaseId,
    document: { ...stagePolicy, audit: { rate: 0.1, strata } },
  });
  const places = ['DE', 'FR', undefined];
  await Promise.all(
    Array.from({ length: 120 }, (_, place) => {
      const country = places[place % 3];
      return submit({ confidence: (place % 10) / 10, metadata: country === undefined ? {} : { country } });
    }),
  );
  await hear();
  const rows = await db.rows<Record<string, unknown>>(sql`
    select policy_version_id, stratum, route, rule_index, audited, inclusion_probability, count(*)::integer as decisions
    from decision
    group by policy_version_id, stratum, route, rule_index, audited, inclusion_probability`);
  const counts = await countRoutings(db, { useCaseId, fromMs: 0, beforeMs: 1e14 });
  const asText = (cells: readonly unknown[]) => cells.join(' ');
  assert.deepEqual(
    counts
      .map(({ routing: one, decisions }) =>
        asText([
          ...[one.policyVersionId, one.stratum, one.route, one.ruleIndex, one.audited],
          ...[one.inclusionProbability, decisions],
        ]),
      )
      .sort(),
    rows.map((row) => asText(Object.values(row))).sort(),
  );
  assert.ok(counts.length > 8);
});
