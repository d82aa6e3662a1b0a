import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recorded } from '../../testing/recorded.ts';
import { modelNames, models } from '../../testing/replayed.ts';
import { columnsOf } from '../segments/columns-of.ts';
import { magnitudeOf, mostSlices, openSlices, otherSlice } from './slices.ts';

const rows = [
  recorded({ label: 'refund', metadata: { country: 'DE', amount: 0, first: true } }),
  recorded({
    label: 'fraud',
    modelVersionId: models.two,
    metadata: { country: 'FR', amount: 250, first: false },
  }),
  recorded({ label: 'refund', metadata: { amount: 9.99 } }),
];

function slicesBy(sliceBy: string | null): (string | null)[] {
  const slices = openSlices(sliceBy, modelNames);
  const at = slices.of(columnsOf(rows));
  return rows.map((_, row) => slices.names[at(row)] ?? null);
}

test('decisions are sliced by class, model version, text, flag, or the magnitude of a number', () => {
  assert.deepEqual(slicesBy('label'), ['refund', 'fraud', 'refund']);
  assert.deepEqual(slicesBy('model'), ['m-1', 'm-2', 'm-1']);
  assert.deepEqual(slicesBy('metadata.country'), ['DE', 'FR', null]);
  assert.deepEqual(slicesBy('metadata.first'), ['true', 'false', null]);
  assert.deepEqual(slicesBy('metadata.amount'), ['0', '100 to 1000', '1 to 10']);
});

test('a field that no decision has is one slice without a name; without a field there is one slice', () => {
  assert.deepEqual(slicesBy('metadata.gone'), [null, null, null]);
  const slices = openSlices(null, modelNames);
  assert.equal(slices.of(columnsOf(rows))(2), 0);
  assert.equal(slices.placeOf('anything'), 0);
});

test('a value has one slice over all segments, and where it comes from a grade', () => {
  const slices = openSlices('metadata.country', modelNames);
  slices.of(columnsOf(rows))(1);
  const later = slices.of(columnsOf([recorded({ metadata: { country: 'FR' } })]));
  assert.equal(later(0), 0);
  assert.equal(slices.placeOf('FR'), 0);
  assert.equal(slices.placeOf('DE'), 1);
  assert.deepEqual(slices.names, ['FR', 'DE']);
});

test('a model version nobody knows is called by its id', () => {
  const slices = openSlices('model', new Map());
  slices.of(columnsOf(rows))(0);
  assert.deepEqual(slices.names, [models.one]);
});

test('slices beyond the most are one together, also for who comes later', () => {
  const slices = openSlices('metadata.country', modelNames, 3);
  const places = ['a', 'b', 'c', 'd', 'e', 'a'].map(slices.placeOf);
  assert.deepEqual(places, [0, 1, 2, 3, 3, 0]);
  assert.deepEqual(slices.names, ['a', 'b', 'c', otherSlice]);
  const many = openSlices('metadata.country', modelNames);
  for (let i = 0; i < 1000; i++) many.placeOf(`customer ${i}`);
  assert.equal(many.names.length, mostSlices + 1);
});

test('magnitudes part numbers at the powers of ten, to both sides of zero', () => {
  const given = [0, 0.5, 1, 9.999, 10, 99_999, 100_000, -0.1, -1, -10, 1e300];
  assert.deepEqual(given.map(magnitudeOf), [
    ...['0', '0 to 1', '1 to 10', '1 to 10', '10 to 100', '10000 to 100000', '100000 to 1000000'],
    ...['-1 to 0', '-10 to -1', '-100 to -10'],
    magnitudeOf(1e300),
  ]);
});
