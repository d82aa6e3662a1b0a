import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recorded } from '../../testing/recorded.ts';
import { columnsOf } from './columns-of.ts';
import { packColumns, unpackColumns } from './pack.ts';

const columns = columnsOf([
  recorded({ metadata: { country: 'DE', amount: 3 }, probabilities: { refund: 1 } }),
  recorded({ pairedWith: recorded({}).decisionId }),
]);

test('a packed segment gives back all its columns, or only those asked for', () => {
  const packed = packColumns(columns);
  assert.deepStrictEqual(unpackColumns(packed), columns);
  const some = unpackColumns(packed, new Set(['routing', 'metadata.country', 'metadata.unknown']));
  assert.deepEqual([...some.keys()].sort(), ['metadata.country', 'routing']);
  assert.deepStrictEqual(some.get('routing'), columns.get('routing'));
});

test('a packed segment that was cut is refused', () => {
  const packed = packColumns(columns);
  assert.throws(() => unpackColumns(packed.subarray(0, packed.length - 1)), RangeError);
});
