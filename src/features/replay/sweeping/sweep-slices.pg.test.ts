import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnsOf } from '../../../core/segments/columns-of.ts';
import type { RecordedDecision } from '../../../core/segments/recorded-decision.ts';
import { sql } from '../../../db/sql.ts';
import { recorded, usualRouting } from '../../../testing/recorded.ts';
import { openStage } from '../../../testing/stage.ts';
import { openStageWork } from '../../../testing/stage-work.ts';
import { mergeSegments } from '../../segments/merge-segments.ts';
import { writeSmallSegment } from '../../segments/write-segment.ts';
import { sweepSegments } from './sweep-segments.ts';

// Grades lie in rows, decisions in columns: a slice must mean the same in both, whatever the values are.

const stage = await openStage();
const { db, deps, useCaseId } = stage;
const { bringNews } = await openStageWork(stage);
await bringNews();
const dayMs = 86_400_000;
const startMs = deps.clock.now().getTime() - dayMs;
let made = 0;

async function addJudged(values: readonly unknown[], field = 'amount', label: string | null = 'refund') {
  const decisions = values.map((value): RecordedDecision => {
    made += 1;
    const metadata = value === undefined ? {} : { [field]: value as string };
    const routing = {
      ...{ ...usualRouting, policyVersionId: stage.policyVersionId },
      ...({ audited: true, inclusionProbability: 1 } as const),
    };
    return recorded({
      ...{ recordedAtMs: startMs + made, modelVersionId: stage.modelVersionId, routing, metadata, label },
    });
  });
  await db.atomically((tx) =>
    writeSmallSegment(tx, { useCaseId, columns: columnsOf(decisions), at: deps.clock.now() }),
  );
  for (const [place, one] of decisions.entries())
    await db.run(sql`
      insert into grade (decision_id, use_case_id, model_version_id, policy_version_id, task_id, stratum, routed,
        audited, inclusion_probability, confidence, predicted_class, right_class, wrong, state, simulated, metadata,
        recorded_at, graded_at, position, commit_id, entry_index)
      values (${one.decisionId}, ${useCaseId}, ${stage.modelVersionId}, ${stage.policyVersionId}, gen_random_uuid(),
        'rest', false, true, 1, ${one.confidence}, ${label}, null, ${place % 2 === 0}, 'provisional', false,
        ${JSON.stringify(one.metadata)}, ${new Date(one.recordedAtMs)}, now(), ${5_000_000 + made + place},
        gen_random_uuid(), 0)`);
}

/** Slices with their decisions, judged and wrong ones, at the threshold that lets everything through. */
async function slices(sliceBy: string, fromMs: number): Promise<Record<string, number[]>> {
  const asked = { useCaseId, score: 'confidence', sliceBy, modelVersionId: null, every: 1000 } as const;
  const result = await sweepSegments(db, { ...asked, fromMs, beforeMs: startMs + dayMs }, null);
  return Object.fromEntries(
    result.slices.slice(1).map(({ slice, decisions, points }) => {
      const [all] = points;
      return [String(slice), [decisions, all?.graded ?? -1, all?.wrong ?? -1]];
    }),
  );
}

const nextMs = () => startMs + made + 1;

test('numbers are sliced by their order of magnitude, decisions and grades alike', async () => {
  const fromMs = nextMs();
  await addJudged([5, 5.5, 250, 999.99, 1000, 0, -0.5, -30, 1e21, 0.001, undefined, undefined]);
  assert.deepEqual(await slices('metadata.amount', fromMs), {
    '1 to 10': [2, 2, 1],
    '100 to 1000': [2, 2, 1],
    null: [2, 2, 1],
    '1000 to 10000': [1, 1, 1],
    '0': [1, 1, 0],
    '-1 to 0': [1, 1, 1],
    '-100 to -10': [1, 1, 0],
    '1e+21 to 1e+22': [1, 1, 1],
    '0 to 1': [1, 1, 0],
  });
});

test('a field that once held texts, and numbers since, has slices of both kinds', async () => {
  const fromMs = nextMs();
  await addJudged(['small', 'small', 'large']);
  await addJudged([5, 70, 71]);
  assert.deepEqual(await slices('metadata.amount', fromMs), {
    small: [2, 2, 1],
    '10 to 100': [2, 2, 1],
    large: [1, 1, 1],
    '1 to 10': [1, 1, 1],
  });
});

test('and so has one that held numbers, and texts since', async () => {
  const fromMs = nextMs();
  await addJudged([3, 4, 500], 'country');
  await addJudged(['DE', '3', 'DE'], 'country');
  const expected = {
    '1 to 10': [2, 2, 1],
    DE: [2, 2, 2],
    '100 to 1000': [1, 1, 1],
    '3': [1, 1, 0],
  };
  assert.deepEqual(await slices('metadata.country', fromMs), expected);
  for (let part = 0; part < 32; part++) await addJudged(['FR'], 'country');
  assert.ok((await mergeSegments(deps, deps.clock.now())) >= 32);
  assert.deepEqual(await slices('metadata.country', fromMs), { FR: [32, 32, 32], ...expected });
});

test('flags are sliced as they are read, and a class that was not given is a slice of its own', async () => {
  const fromMs = nextMs();
  await addJudged([true, false, true, undefined], 'country', null);
  assert.deepEqual(await slices('metadata.country', fromMs), {
    true: [2, 2, 2],
    false: [1, 1, 0],
    null: [1, 1, 0],
  });
  assert.deepEqual(await slices('label', fromMs), { null: [4, 4, 2] });
});

test('of more values than are shown, those beyond are one slice, with all their grades', async () => {
  const fromMs = nextMs();
  await addJudged(
    Array.from({ length: 70 }, (_, place) => `C${place}`),
    'country',
  );
  const swept = await slices('metadata.country', fromMs);
  assert.equal(Object.keys(swept).length, 51);
  assert.deepEqual(swept.other, [20, 20, 10]);
  const sum = Object.values(swept).reduce((total, [, graded = 0]) => total + graded, 0);
  assert.equal(sum, 70);
});
