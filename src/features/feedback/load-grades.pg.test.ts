import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openStage, stagePolicy } from '../../testing/stage.ts';
import { openStageWork } from '../../testing/stage-work.ts';
import { loadGrades } from './load-grades.ts';
import { designVersions } from './policy-versions.ts';
import { readPopulation } from './population.ts';
import type { Window } from './window.ts';

const stage = await openStage({
  policy: {
    ...stagePolicy,
    audit: {
      rate: 0,
      strata: [{ name: 'german', when: 'has(metadata.country) && metadata.country == "DE"', rate: 1 }],
    },
  },
});
const work = await openStageWork(stage);
const window: Window = {
  useCaseId: stage.useCaseId,
  modelVersionId: stage.modelVersionId,
  from: null,
  before: null,
  sliceBy: null,
  slice: null,
};
const given = [
  { confidence: 0.9, metadata: { country: 'DE' } },
  { confidence: 0.95, metadata: { country: 'DE' } },
  { confidence: 0.96, metadata: { country: 'FR' } },
  { confidence: 0.3, metadata: { country: 'DE' } },
  { confidence: 0.99951, metadata: { country: 'FR' } },
  { confidence: 0.4 },
];
for (const [place, change] of given.entries()) {
  const { taskId } = await work.submit(change);
  if (taskId) await work.judge(taskId, place === 3 ? { kind: 'reject' } : { kind: 'approve' });
}
await work.bringNews();

test('grades come as columns, grouped by how they were sampled', async () => {
  const groups = await loadGrades(stage.db, window);
  const seen = groups.map((group) => [
    group.stratum,
    group.routed,
    group.audited,
    group.probability,
    [...group.confidence].sort(),
    group.wrong.reduce((sum, wrong) => sum + wrong, 0),
  ]);
  assert.deepEqual(seen, [
    ['german', false, true, 1, [0.9, 0.95], 0],
    ['german', true, true, 1, [0.3], 1],
    ['rest', true, false, 1, [0.4], 0],
  ]);
  const positions = groups.flatMap(({ position }) => [...position]);
  assert.equal(new Set(positions).size, 4);
});

test('decisions are counted the same way, judged or not', async () => {
  const { groups } = await readPopulation(stage.db, window);
  assert.deepEqual(
    groups.map(({ stratum, routed, probability, decisions, drawn }) => [
      stratum,
      routed,
      probability,
      decisions,
      drawn,
    ]),
    [
      ['german', false, 1, 2, 2],
      ['german', true, 1, 1, 1],
      ['rest', false, 0, 2, 0],
      ['rest', true, 1, 1, 0],
    ],
  );
});

test('slices part both, what has no field is a slice of its own, and one slice can be asked for', async () => {
  const bySlice = { ...window, sliceBy: 'metadata.country' };
  const { groups: decisions } = await readPopulation(stage.db, bySlice);
  const sums = new Map<string | null, number>();
  for (const { slice, decisions: n } of decisions) sums.set(slice, (sums.get(slice) ?? 0) + n);
  assert.deepEqual(Object.fromEntries(sums), { DE: 3, FR: 2, null: 1 });
  const german = await loadGrades(stage.db, { ...bySlice, slice: 'DE' });
  assert.equal(
    german.reduce((sum, { count }) => sum + count, 0),
    3,
  );
  const { groups: byClass } = await readPopulation(stage.db, { ...window, sliceBy: 'label' });
  assert.deepEqual([...new Set(byClass.map(({ slice }) => slice))], ['refund']);
});

test('a window is half open, by the time of recording', async () => {
  const { span } = await readPopulation(stage.db, window);
  assert.ok(span);
  const first = new Date(span.firstMs);
  const none = await readPopulation(stage.db, { ...window, before: first });
  assert.deepEqual([none.groups, none.histograms, none.span], [[], [], null]);
  const { groups } = await readPopulation(stage.db, { ...window, from: first });
  assert.equal(
    groups.reduce((sum, { decisions }) => sum + decisions, 0),
    6,
  );
});

test('the histogram counts every confidence at the lower edge of its cell', async () => {
  const { histograms } = await readPopulation(stage.db, window);
  assert.deepEqual([...(histograms[0]?.confidence ?? [])], [0.3, 0.4, 0.9, 0.95, 0.96, 0.99951]);
  assert.deepEqual([...(histograms[0]?.counts ?? [])], [1, 1, 1, 1, 1, 1]);
  const sliced = await readPopulation(stage.db, { ...window, sliceBy: 'metadata.country' });
  assert.deepEqual(
    sliced.histograms.map(({ slice }) => slice),
    ['DE', 'FR', null],
  );
});

test('a policy version tells its rates, the rest among them', async () => {
  const versions = await designVersions(stage.db, [stage.policyVersionId]);
  const version = versions.get(stage.policyVersionId);
  assert.equal(version?.version, 1);
  assert.deepEqual(Object.fromEntries(version?.rates ?? []), { german: 1, rest: 0 });
});
