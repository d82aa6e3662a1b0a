import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnsFrom } from '../../../testing/observations.ts';
import { columnsOf, pick, usableColumns } from './observations.ts';

test('observations become columns; the source is kept when all have it', () => {
  const columns = columnsOf([
    { confidence: 0.9, correct: true, weight: 1, audited: false },
    { confidence: 0.4, correct: false, weight: 20, audited: true },
  ]);
  assert.deepEqual([...columns.confidence], [0.9, 0.4]);
  assert.deepEqual([...columns.correct], [1, 0]);
  assert.deepEqual([...columns.weight], [1, 20]);
  assert.deepEqual([...(columns.audited ?? [])], [0, 1]);
});

test('when one label has no source, none has', () => {
  const known = { confidence: 0.9, correct: true, weight: 1, audited: true };
  assert.equal(columnsOf([known, { confidence: 0.9, correct: true, weight: 1 }]).audited, undefined);
  assert.equal(columnsOf([]).audited, undefined);
});

test('usable columns come back as they are', () => {
  const columns = columnsFrom([0, 0.5, 1], [0, 1, 1], [1, 2, 0.5]);
  assert.equal(usableColumns(columns).columns, columns);
});

test('labels that cannot be used are left out and counted by what is wrong with them', () => {
  const columns = columnsFrom(
    [0.5, Number.NaN, 1.2, -0.1, 0.5, 0.5, 0.5, 0.5, 0.7],
    [1, 1, 1, 1, 2, 1, 1, 1, 0],
    [1, 1, 1, 1, 1, 0, -3, Number.POSITIVE_INFINITY, 4],
  );
  const { columns: kept, unusable } = usableColumns({
    ...columns,
    audited: Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 1),
  });
  assert.deepEqual(unusable, { confidence: 3, correct: 1, weight: 3 });
  assert.deepEqual([...kept.confidence], [0.5, 0.7]);
  assert.deepEqual([...kept.correct], [1, 0]);
  assert.deepEqual([...kept.weight], [1, 4]);
  assert.deepEqual([...(kept.audited ?? [])], [1, 1]);
});

test('a weight that is no number, or whose square would vanish or overflow, is not usable', () => {
  for (const weight of [Number.NaN, 1e-200, 1e200, -1])
    assert.equal(usableColumns(columnsFrom([0.5], [1], [weight])).unusable.weight, 1);
});

test('columns of different length are a bug of the caller', () => {
  assert.throws(
    () => usableColumns({ ...columnsFrom([0.5, 0.6], [1, 0]), weight: Float64Array.of(1) }),
    RangeError,
  );
  assert.throws(() => usableColumns({ ...columnsFrom([0.5], [1]), audited: new Uint8Array(2) }), RangeError);
});

test('rows are picked in the order asked for', () => {
  const picked = pick(columnsFrom([0.1, 0.2, 0.3], [0, 1, 0], [1, 2, 3]), [2, 0]);
  assert.deepEqual([...picked.confidence], [0.3, 0.1]);
  assert.deepEqual([...picked.weight], [3, 1]);
});
