import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findRow, firstRowAt, rowOrder } from './row-order.ts';
import { idAt, writeId } from './uuid-bytes.ts';

const row = fc.record({ atMs: fc.nat(20), id: fc.uuid({ version: 7 }) });

function keysOf(rows: readonly { atMs: number; id: string }[]) {
  const ids = new Uint8Array(16 * rows.length);
  for (const [index, { id }] of rows.entries()) writeId(ids, index, id);
  return { recordedAt: Float64Array.from(rows, ({ atMs }) => atMs), ids };
}

function textOf({ atMs, id }: { atMs: number; id: string }): string {
  return `${String(atMs).padStart(3, '0')} ${id}`;
}

test('rows are ordered by time, those of one moment by id', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
      const ordered = Array.from(rowOrder(keysOf(rows)), (index) => textOf(rows[index]!)); // rows of the list
      assert.deepEqual(ordered, rows.map(textOf).sort());
    }),
  );
});

test('rows that are in order stay as they are, equal ones too', () => {
  const keys = { recordedAt: Float64Array.of(1, 1, 2), ids: new Uint8Array(48) };
  assert.deepEqual([...rowOrder(keys)], [0, 1, 2]);
  assert.deepEqual([...rowOrder({ recordedAt: new Float64Array(0), ids: new Uint8Array(0) })], []);
});

test('the first row at or after a time is found, before all and behind all', () => {
  const times = Float64Array.of(5, 5, 7, 9);
  const wanted = [4, 5, 6, 7, 8, 9, 10];
  assert.deepEqual(
    wanted.map((atMs) => firstRowAt(times, atMs)),
    [0, 0, 2, 2, 3, 3, 4],
  );
  assert.equal(firstRowAt(new Float64Array(0), 3), 0);
});

test('a row is found by its time and id, and one that is not there is not', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(row, { maxLength: 60, selector: ({ id }) => id }),
      fc.uuid({ version: 7 }),
      (given, other) => {
        const rows = given.toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
        const keys = keysOf(rows);
        for (const [index, { atMs, id }] of rows.entries()) {
          const bytes = new Uint8Array(16);
          writeId(bytes, 0, id);
          assert.equal(findRow(keys, atMs, bytes), index);
          assert.equal(findRow(keys, atMs + 100, bytes), -1);
          assert.equal(idAt(keys.ids, index), id);
        }
        const missing = new Uint8Array(16);
        writeId(missing, 0, other);
        for (const { atMs } of rows) assert.equal(findRow(keys, atMs, missing), -1);
      },
    ),
  );
});
