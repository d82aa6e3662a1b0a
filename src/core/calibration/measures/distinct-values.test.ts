import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../../testing/near.ts';
import { anyObservations, columnsFrom, columnsOfTable, levelsFrom } from '../../../testing/observations.ts';
import { columnsOf } from '../observations/observations.ts';
import { accuracyInterval, distinctValues } from './distinct-values.ts';

test('each distinct confidence has its labels, accuracy and interval of Wilson (A27)', () => {
  const { values, distinct, covered } = distinctValues(levelsFrom(columnsOfTable([[0.9, 7, 43, 1]])));
  const [value] = values;
  assert.equal(distinct, 1);
  assert.equal(covered, 1);
  assert.equal(value?.confidence, 0.9);
  assert.equal(value?.accuracy, 0.14);
  near(value?.low, 0.06950833427, { absolute: 1e-9 });
  near(value?.high, 0.261861937106, { absolute: 1e-9 });
});

test('the interval is that of the effective labels', () => {
  const { values } = distinctValues(
    levelsFrom(columnsFrom([0.8, 0.8, 0.8, 0.8], [1, 1, 1, 0], [1, 1, 1, 3])),
  );
  const [value] = values;
  assert.equal(value?.count, 4);
  assert.equal(value?.effective, 3);
  assert.equal(value?.accuracy, 0.5);
  near(value?.low, accuracyInterval(0.5, 3).low, { absolute: 1e-12 });
});

test('the heaviest are listed, by confidence, and what they hold is told', () => {
  const table = columnsOfTable([
    [0.1, 1, 0, 1],
    [0.5, 2, 2, 1],
    [0.7, 0, 1, 20],
    [0.9, 4, 1, 5],
  ]);
  const { values, distinct, covered } = distinctValues(levelsFrom(table), 2);
  assert.deepEqual(
    values.map(({ confidence }) => confidence),
    [0.7, 0.9],
  );
  assert.equal(distinct, 4);
  near(covered, 0.9, { absolute: 1e-12 });
});

test('of equally heavy ones the lowest come first', () => {
  const confidences = [0.9, 0.1, 0.5, 0.3];
  const { values } = distinctValues(levelsFrom(columnsFrom(confidences, [1, 1, 1, 1])), 2);
  assert.deepEqual(
    values.map(({ confidence }) => confidence),
    [0.1, 0.3],
  );
});

test('nothing listed is lighter than what is not, and never more than asked for', () => {
  fc.assert(
    fc.property(anyObservations(), fc.integer({ min: 1, max: 20 }), (observations, most) => {
      const levels = levelsFrom(columnsOf(observations));
      const { values, distinct } = distinctValues(levels, most);
      assert.equal(values.length, Math.min(most, distinct));
      const units = new Set(values.map(({ unit }) => unit));
      const weights = [...levels.unit.keys()].map((level) => ({
        weight: levels.weight[level] ?? 0,
        listed: units.has(levels.unit[level] ?? -1),
      }));
      const lightest = Math.min(...weights.filter(({ listed }) => listed).map(({ weight }) => weight));
      assert.ok(weights.every(({ listed, weight }) => listed || weight <= lightest));
    }),
  );
});

test('where nothing is known the interval is everything', () => {
  assert.deepEqual(accuracyInterval(0, 0), { low: 0, high: 1 });
  assert.deepEqual(distinctValues(levelsFrom(columnsFrom([], []))), { values: [], distinct: 0, covered: 0 });
});
