import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyObservations, columnsFrom } from '../../../testing/observations.ts';
import { columnsOf } from './observations.ts';
import { labelsOf, mergeTallies, tallyOf } from './tally.ts';

test('labels are counted by confidence and weight, in that order', () => {
  const tally = tallyOf(columnsFrom([0.9, 0.2, 0.9, 0.9, 0.9], [1, 0, 0, 1, 1], [1, 5, 1, 3, 1]));
  assert.deepEqual([...tally.unit], [200_000, 900_000, 900_000]);
  assert.deepEqual([...tally.weight], [5, 1, 3]);
  assert.deepEqual([...tally.right], [0, 2, 1]);
  assert.deepEqual([...tally.wrong], [1, 1, 0]);
});

test('confidences that round to the same millionth are one', () => {
  assert.deepEqual([...tallyOf(columnsFrom([0.3, 0.1 + 0.2, 0.3000004], [1, 1, 1])).unit], [300_000]);
});

test('no labels make an empty tally', () => {
  assert.equal(tallyOf(columnsFrom([], [])).unit.length, 0);
  assert.deepEqual(mergeTallies([]), tallyOf(columnsFrom([], [])));
});

test('labels that were not checked are a bug of the caller', () => {
  assert.throws(() => tallyOf(columnsFrom([Number.NaN], [1])), RangeError);
  assert.throws(() => tallyOf(columnsFrom([0.5], [1], [Number.NaN])), RangeError);
});

test('the order of the labels leaves no trace', () => {
  fc.assert(
    fc.property(anyObservations(), fc.infiniteStream(fc.nat()), (observations, places) => {
      const mixed = observations
        .map((observation) => ({ observation, place: places.next().value ?? 0 }))
        .sort((one, other) => one.place - other.place)
        .map(({ observation }) => observation);
      assert.deepEqual(tallyOf(columnsOf(mixed)), tallyOf(columnsOf(observations)));
    }),
  );
});

test('any split into parts, merged in any order, is the tally of the whole', () => {
  fc.assert(
    fc.property(anyObservations(), anyObservations(), anyObservations(), (a, b, c) => {
      const [one, two, three] = [a, b, c].map((part) => tallyOf(columnsOf(part)));
      assert.ok(one && two && three);
      const whole = tallyOf(columnsOf([...a, ...b, ...c]));
      assert.deepEqual(mergeTallies([one, two, three]), whole);
      assert.deepEqual(mergeTallies([three, mergeTallies([two, one])]), whole);
    }),
  );
});

test('the labels of a tally give the same tally again', () => {
  fc.assert(
    fc.property(anyObservations(), (observations) => {
      const tally = tallyOf(columnsOf(observations));
      assert.deepEqual(tallyOf(labelsOf(tally)), tally);
    }),
  );
});
