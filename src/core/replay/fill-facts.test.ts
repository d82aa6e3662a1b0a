import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { recorded } from '../../testing/recorded.ts';
import { factsOf, models, ordinary, replayModels } from '../../testing/replayed.ts';
import { ordinaryCircumstances } from '../decisions/routing-context.ts';
import { codesOf, columnsOf } from '../segments/columns-of.ts';
import { fillCircumstances, openFacts, type ReplayModel } from './fill-facts.ts';

const everything = new Set([
  ...['confidence', 'label', 'model', 'calibrated', 'probabilities', 'now'],
  ...['metadata.country', 'metadata.amount', 'metadata.first', 'metadata.gone'],
]);

const decision = fc
  .record({
    recordedAtMs: fc.nat(),
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    label: fc.option(fc.constantFrom('refund', 'fraud')),
    modelVersionId: fc.constantFrom(models.one, models.two),
    probabilities: fc.option(
      fc.dictionary(
        fc.constantFrom('refund', 'constructor', '__proto__', 'other'),
        fc.double({ noNaN: true }),
      ),
    ),
    metadata: fc.record(
      {
        country: fc.string(),
        amount: fc.double({ noNaN: true, noDefaultInfinity: true }),
        first: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
  })
  .map(recorded);

test('facts read from columns are those of the decision, row by row, in one object', () => {
  fc.assert(
    fc.property(fc.array(decision, { minLength: 1, maxLength: 20 }), (decisions) => {
      const { facts, fill } = openFacts(columnsOf(decisions), { reads: everything, models: replayModels });
      for (const [row, one] of decisions.entries()) {
        fill(row);
        const expected = factsOf({ ...one, ...ordinary });
        const { probabilities, metadata, ...rest } = facts;
        const { probabilities: given, metadata: fields, ...others } = expected;
        assert.deepEqual(rest, others);
        assert.deepEqual(Object.entries(probabilities), Object.entries(given), 'in the order they came');
        for (const name of ['country', 'amount', 'first', 'gone']) {
          assert.ok(Object.is(metadata[name], Object.hasOwn(fields, name) ? fields[name] : undefined), name);
        }
      }
    }),
  );
});

test('only what is read is filled in', () => {
  const given = recorded({
    metadata: { country: 'DE' },
    probabilities: { refund: 1 },
    modelVersionId: models.two,
  });
  const { facts, fill } = openFacts(columnsOf([given]), { reads: new Set(), models: replayModels });
  fill(0);
  assert.deepEqual([facts.metadata, facts.probabilities, facts.calibrated], [{}, {}, null]);
  assert.deepEqual(
    [facts.model, facts.confidence, facts.nowMs],
    ['m-2', given.confidence, given.recordedAtMs],
  );
});

test('maps by slice see the slice of the row itself', () => {
  const sliced: ReplayModel = {
    name: 'm-2',
    calibrate: ({ confidence, label, metadata }) =>
      metadata.country === 'DE' && label ? confidence / 4 : null,
    calibratedBy: 'metadata.country',
  };
  const rows = ['DE', 'FR', null, 'DE'].map((country) =>
    recorded({ confidence: 0.8, modelVersionId: models.two, metadata: country === null ? {} : { country } }),
  );
  const reads = new Set(['calibrated', 'metadata.country']);
  const { facts, fill } = openFacts(columnsOf(rows), { reads, models: new Map([[models.two, sliced]]) });
  const given = rows.map((_, row) => {
    fill(row);
    return facts.calibrated;
  });
  assert.deepEqual(given, [0.2, null, null, 0.2]);
});

test('what a row lacks does not stay from the row before', () => {
  const rows = [recorded({ metadata: { amount: 5 }, probabilities: { refund: 1 } }), recorded({})];
  const { facts, fill } = openFacts(columnsOf(rows), { reads: everything, models: replayModels });
  fill(0);
  fill(1);
  assert.deepEqual([facts.metadata.amount, facts.probabilities], [undefined, {}]);
});

test('a field whose type was changed gives numbers and texts as they were', () => {
  const columns = new Map([
    ...columnsOf([recorded({}), recorded({})]),
    ['metadata.amount', codesOf([7, 'seven'])] as const,
  ]);
  const { facts, fill } = openFacts(columns, { reads: everything, models: replayModels });
  fill(0);
  assert.equal(facts.metadata.amount, 7);
  fill(1);
  assert.equal(facts.metadata.amount, 'seven');
});

test('backlog and model states come with the routing context', () => {
  const { facts, fill } = openFacts(columnsOf([recorded({})]), { reads: everything, models: replayModels });
  fill(0);
  const backlog = { tier1: 3, tier2: 0, overdueSeconds: 1 };
  fillCircumstances(facts, { ...ordinaryCircumstances, backlog, modelStates: { 'm-1': 'probation' } });
  assert.deepEqual([facts.backlog, facts.modelState], [backlog, 'probation']);
  fillCircumstances(facts, { ...ordinaryCircumstances, modelStates: { 'm-2': 'shadow' } });
  assert.deepEqual([facts.backlog, facts.modelState], [null, 'active']);
});

test('a segment that has lost a column it must have is no segment', () => {
  const columns = new Map(columnsOf([recorded({})]));
  columns.delete('confidence');
  assert.throws(
    () => openFacts(columns, { reads: everything, models: replayModels }),
    /without the column confidence/,
  );
});
