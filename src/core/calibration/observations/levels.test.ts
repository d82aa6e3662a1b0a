import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../../testing/near.ts';
import { anyObservations, columnsFrom, levelsFrom, weightedTable } from '../../../testing/observations.ts';
import { effectiveCount, levelsOf } from './levels.ts';
import { columnsOf } from './observations.ts';
import { mergeTallies, tallyOf } from './tally.ts';

test('equal confidences are pooled with their sums', () => {
  const levels = levelsFrom(columnsFrom([0.9, 0.2, 0.9, 0.9], [1, 0, 0, 1], [1, 5, 1, 3]));
  assert.deepEqual([...levels.confidence], [0.2, 0.9]);
  assert.deepEqual([...levels.count], [1, 3]);
  assert.deepEqual([...levels.right], [0, 2]);
  assert.deepEqual([...levels.weight], [5, 5]);
  assert.deepEqual([...levels.rightWeight], [0, 4]);
  assert.deepEqual([...levels.squared], [25, 11]);
  assert.deepEqual([...levels.rightSquared], [0, 10]);
});

test('totals add up over the levels, and the effective labels are those of Kish', () => {
  const { totals } = levelsFrom(weightedTable);
  assert.equal(totals.count, 127);
  assert.equal(totals.weight, 624.25);
  near(totals.effective, 86.18676305931466, { relative: 1e-12 });
});

test('equal weights are worth as many labels as there are, to the last bit', () => {
  for (const weight of [1, 0.1, 1 / 3, 97.3]) {
    const labels = Array.from({ length: 10 }, () => weight);
    const { totals } = levelsFrom(
      columnsFrom(
        labels.map((_, place) => place / 10),
        labels.map(() => 1),
        labels,
      ),
    );
    assert.equal(totals.effective, 10);
  }
});

test('no weights are worth no labels', () => {
  assert.equal(effectiveCount(0, 0), 0);
  assert.equal(levelsFrom(columnsFrom([], [])).totals.effective, 0);
});

test('labels are worth at least one and at most as many as there are', () => {
  fc.assert(
    fc.property(anyObservations({ minLength: 1 }), (observations) => {
      const { totals } = levelsFrom(columnsOf(observations));
      assert.ok(totals.effective >= 1 - 1e-9 && totals.effective <= totals.count + 1e-9);
    }),
  );
});

test('the levels of merged parts are those of the whole, bit for bit, also with weights of a third', () => {
  fc.assert(
    fc.property(anyObservations(), anyObservations(), (one, other) => {
      const merged = mergeTallies([other, one].map((part) => tallyOf(columnsOf(part))));
      assert.deepEqual(levelsOf(merged), levelsFrom(columnsOf([...one, ...other])));
    }),
  );
});
