import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { columnsOf } from '../segments/columns-of.ts';
import type { RecordedDecision, RecordedRouting } from '../segments/recorded-decision.ts';
import { sliceIn } from '../use-cases/slice.ts';
import { openPopulationTally, type PopulationAsked, populationColumns } from './tally-population.ts';

const modelVersionId = '01990000-0000-7000-8000-00000000000a';
const otherModel = '01990000-0000-7000-8000-00000000000b';
const asked: PopulationAsked = { modelVersionId, sliceBy: null, slice: null, mostSlices: 10 };
let made = 0;

function routing(change: Partial<RecordedRouting> = {}): RecordedRouting {
  return {
    policyVersionId: '01990000-0000-7000-8000-000000000001',
    route: 'release',
    ruleIndex: 0,
    failure: null,
    stratum: 'rest',
    inclusionProbability: 0.1,
    audited: false,
    contextId: null,
    standingApprovalId: null,
    ...change,
  };
}

function decision(change: Partial<RecordedDecision> = {}): RecordedDecision {
  made += 1;
  return {
    decisionId: `01990000-0000-7000-8000-${String(made).padStart(12, '0')}`,
    recordedAtMs: 1_000_000 + made,
    confidence: 0.8,
    label: 'refund',
    modelVersionId,
    metadata: {},
    probabilities: null,
    place: 0.5,
    routing: routing(),
    pairedWith: null,
    ...change,
  };
}

function tallied(decisions: readonly RecordedDecision[], change: Partial<PopulationAsked> = {}) {
  const tally = openPopulationTally({ ...asked, ...change });
  tally.add(columnsOf(decisions), 0, decisions.length);
  return tally.finish();
}

test('decisions are counted by how they were sampled, those drawn among them', () => {
  const { groups } = tallied([
    decision(),
    decision({ routing: routing({ audited: true }) }),
    decision({ routing: routing({ audited: true, ruleIndex: 3 }) }),
    decision({ routing: routing({ route: 'hold', inclusionProbability: 1, audited: true }) }),
    decision({ routing: routing({ route: 'consensus', inclusionProbability: 1 }) }),
    decision({ routing: routing({ stratum: 'vip', inclusionProbability: 0.5 }) }),
  ]);
  assert.deepEqual(
    groups.map(({ stratum, routed, probability, decisions, drawn }) => [
      stratum,
      routed,
      probability,
      decisions,
      drawn,
    ]),
    [
      ['rest', false, 0.1, 3, 2],
      ['rest', true, 1, 2, 1],
      ['vip', false, 0.5, 1, 0],
    ],
  );
});

test('other models, and models in shadow, do not count', () => {
  const { groups, histograms, span } = tallied([
    decision({ modelVersionId: otherModel }),
    decision({ routing: routing({ route: 'shadow' }) }),
  ]);
  assert.deepEqual([groups, histograms, span], [[], [], null]);
});

test('confidence stands at the lower edge of its cell, finer near 1', () => {
  const { histograms } = tallied(
    [0, 0.12344, 0.12346, 0.57, 0.98999, 0.99, 0.990001, 0.9999999, 1].map((confidence) =>
      decision({ confidence }),
    ),
  );
  assert.deepEqual([...(histograms[0]?.confidence ?? [])], [0, 0.1234, 0.57, 0.9899, 0.99, 0.990001, 1]);
  assert.deepEqual([...(histograms[0]?.counts ?? [])], [1, 2, 1, 1, 1, 1, 2]);
});

test('slices are values of a field as text, and what has none is a slice of its own, the last', () => {
  const rows = [
    decision({ metadata: { country: 'FR', amount: 2.5, vip: true } }),
    decision({ metadata: { country: 'DE', amount: 10 } }),
    decision({ metadata: { country: 'DE' } }),
    decision(),
  ];
  const slices = (sliceBy: string) => tallied(rows, { sliceBy }).histograms.map(({ slice }) => slice);
  assert.deepEqual(slices('metadata.country'), ['DE', 'FR', null]);
  assert.deepEqual(slices('metadata.amount'), ['10', '2.5', null]);
  assert.deepEqual(slices('metadata.vip'), ['true', null]);
  assert.deepEqual(slices('metadata.planet'), [null]);
  assert.deepEqual(slices('label'), ['refund']);
  const one = tallied(rows, { sliceBy: 'metadata.country', slice: 'DE' });
  assert.deepEqual(
    one.groups.map(({ slice, decisions }) => [slice, decisions]),
    [['DE', 2]],
  );
});

test('more slices than asked for end the count', () => {
  const tally = openPopulationTally({ ...asked, sliceBy: 'metadata.id', mostSlices: 2 });
  const rows = ['a', 'b', 'c'].map((id) => decision({ metadata: { id } }));
  assert.equal(tally.add(columnsOf(rows.slice(0, 2)), 0, 2), true);
  assert.equal(tally.add(columnsOf(rows), 0, 3), false);
});

test('only rows of the stretch count, and its time is told', () => {
  const rows = [10, 20, 30, 40].map((recordedAtMs) => decision({ recordedAtMs }));
  const tally = openPopulationTally(asked);
  tally.add(columnsOf(rows), 1, 3);
  const { groups, span } = tally.finish();
  assert.deepEqual([groups[0]?.decisions, span], [2, { firstMs: 20, lastMs: 30 }]);
});

test('the columns it reads are those it names', () => {
  assert.deepEqual(populationColumns({ sliceBy: null }), [
    'routing',
    'modelVersion',
    'confidence',
    'recordedAt',
  ]);
  assert.equal(populationColumns({ sliceBy: 'label' }).at(-1), 'label');
});

const anyDecision = fc
  .record({
    country: fc.constantFrom('DE', 'FR', null),
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    routed: fc.boolean(),
    audited: fc.boolean(),
    mine: fc.boolean(),
  })
  .map(({ country, confidence, routed, audited, mine }) =>
    decision({
      confidence,
      metadata: country === null ? {} : { country },
      modelVersionId: mine ? modelVersionId : otherModel,
      routing: routing({ audited, ...(routed ? { route: 'hold', inclusionProbability: 1 } : {}) }),
    }),
  );

test('however the decisions are parted into segments, the counts are the same and none is lost', () => {
  fc.assert(
    fc.property(
      fc.array(anyDecision, { maxLength: 60 }),
      fc.integer({ min: 1, max: 20 }),
      (decisions, size) => {
        const sliceBy = 'metadata.country';
        const whole = tallied(decisions, { sliceBy });
        const parts = openPopulationTally({ ...asked, sliceBy });
        for (let start = 0; start < decisions.length; start += size) {
          const part = decisions.slice(start, start + size);
          parts.add(columnsOf(part), 0, part.length);
        }
        assert.deepEqual(parts.finish(), whole);
        const mine = decisions.filter((one) => one.modelVersionId === modelVersionId).length;
        assert.equal(
          whole.groups.reduce((sum, group) => sum + group.decisions, 0),
          mine,
        );
        const counted = whole.histograms.flatMap(({ counts }) => [...counts]);
        assert.equal(
          counted.reduce((sum, count) => sum + count, 0),
          mine,
        );
      },
    ),
  );
});

test('slices have the names by which a threshold finds its values', () => {
  for (const value of ['app', 'true', true, false, 3, 0.25, -7]) {
    const metadata = { field: value };
    const { histograms } = tallied([decision({ metadata })], { sliceBy: 'metadata.field' });
    assert.deepEqual(
      histograms.map(({ slice }) => slice),
      [sliceIn('field', { label: null, metadata })],
    );
  }
});
