import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bytesOf, type Cell, type Column, newCodes, rowsOf } from './column.ts';
import { decodeColumn } from './decode-column.ts';
import { encodeColumn, encodings } from './encode-column.ts';

const anyDouble = fc.double({ noDefaultInfinity: false });
const cell: fc.Arbitrary<Cell> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)),
  fc.boolean(),
  fc.constant(null),
  fc.record({ route: fc.string(), rule: fc.option(fc.nat()) }, { noNullPrototype: true }),
);

const ids: fc.Arbitrary<Column> = fc
  .uint8Array({ maxLength: 200 })
  .map((bytes) => ({ kind: 'ids', ids: bytes.slice(0, bytes.length - (bytes.length % 16)) }));
const numbers: fc.Arbitrary<Column> = fc
  .oneof(
    fc.array(anyDouble, { maxLength: 300 }),
    fc.array(fc.constantFrom(0.5, 0.75, Number.NaN, -0, 0), { maxLength: 300 }),
    fc.array(fc.integer(), { maxLength: 300 }),
    fc.array(fc.maxSafeInteger(), { maxLength: 50 }),
  )
  .map((values) => ({ kind: 'numbers', numbers: Float64Array.from(values) }));
const codes: fc.Arbitrary<Column> = fc
  .tuple(fc.array(cell, { minLength: 1, maxLength: 400 }), fc.array(fc.nat(), { maxLength: 300 }))
  .map(([dictionary, rows]) => {
    const places = newCodes(dictionary.length, rows.length);
    places.set(rows.map((row) => row % dictionary.length));
    return { kind: 'codes', codes: places, dictionary };
  });
const maps: fc.Arbitrary<Column> = fc
  .array(fc.array(fc.tuple(fc.nat(2), fc.double({ noNaN: true })), { maxLength: 4 }), { maxLength: 100 })
  .map((rows) => {
    const entries = rows.flat();
    const keys = newCodes(3, entries.length);
    keys.set(entries.map(([key]) => key));
    let end = 0;
    const ends = Uint32Array.from(rows, (row) => {
      end += row.length;
      return end;
    });
    return {
      kind: 'maps',
      ends,
      keys,
      values: Float64Array.from(entries, ([, value]) => value),
      dictionary: ['refund', 'fraud', 'ö'],
    };
  });

test('every column comes back as it was: to the bit, with NaN and -0, in the same widths', () => {
  fc.assert(
    fc.property(fc.oneof(ids, numbers, codes, maps), (column) => {
      const again = decodeColumn(encodeColumn(column));
      assert.deepStrictEqual(again, column);
      assert.equal(rowsOf(again), rowsOf(column));
    }),
    { numRuns: 400 },
  );
});

test('what is decoded does not hold on to the bytes it came from, wherever they stand', () => {
  fc.assert(
    fc.property(fc.oneof(ids, numbers, codes, maps), fc.nat(7), (column, offset) => {
      const encoded = encodeColumn(column);
      const moved = new Uint8Array(encoded.length + offset);
      moved.set(encoded, offset);
      const again = decodeColumn(moved.subarray(offset));
      moved.fill(255);
      assert.deepStrictEqual(again, column);
    }),
  );
});

function encodingOf(values: readonly number[]): number | undefined {
  return encodeColumn({ kind: 'numbers', numbers: Float64Array.from(values) })[2];
}

test('numbers take the form that suits them: times as steps, rounded ones coded, others as they are', () => {
  const noon = Date.UTC(2026, 0, 5, 12);
  assert.equal(encodingOf(Array.from({ length: 100 }, (_, i) => noon + i * 7)), encodings.steps);
  assert.equal(encodingOf([noon, noon + 2 ** 31]), encodings.coded);
  assert.equal(encodingOf(Array.from({ length: 100 }, (_, i) => (i % 10) / 10)), encodings.coded);
  assert.equal(encodingOf(Array.from({ length: 100 }, (_, i) => Math.sqrt(i + 2))), encodings.plain);
  assert.equal(encodingOf([0.5, -0]), encodings.plain);
  assert.equal(encodingOf([]), encodings.steps);
});

test('damaged bytes are said to be damaged, never taken for a column', () => {
  const encoded = encodeColumn({ kind: 'codes', codes: Uint8Array.of(0, 1, 0), dictionary: ['a', 'b'] });
  for (let length = 4; length < encoded.length; length++) {
    assert.throws(
      () => decodeColumn(encoded.subarray(0, length)),
      /RangeError|SyntaxError/,
      `${length} bytes`,
    );
  }
  const later = Uint8Array.from(encoded);
  later[0] = 2;
  assert.throws(() => decodeColumn(later), /version 2/);
  const unknown = Uint8Array.from(encoded);
  unknown[1] = 9;
  assert.throws(() => decodeColumn(unknown), /kind 9/);
  const strange = encodeColumn({ kind: 'numbers', numbers: Float64Array.of(1) });
  strange[2] = 7;
  assert.throws(() => decodeColumn(strange), /encoding 7/);
});

test('codes are as narrow as their dictionary allows', () => {
  assert.equal(newCodes(256, 1).BYTES_PER_ELEMENT, 1);
  assert.equal(newCodes(257, 1).BYTES_PER_ELEMENT, 2);
  assert.equal(newCodes(65_537, 1).BYTES_PER_ELEMENT, 4);
});

test('the size of a column in memory counts its arrays and its texts', () => {
  assert.equal(bytesOf({ kind: 'ids', ids: new Uint8Array(32) }), 32);
  assert.equal(bytesOf({ kind: 'numbers', numbers: new Float64Array(3) }), 24);
  const text = bytesOf({ kind: 'codes', codes: new Uint8Array(3), dictionary: ['x'.repeat(1000)] });
  assert.ok(text > 2000 && text < 2100);
  assert.ok(
    bytesOf({ kind: 'codes', codes: new Uint8Array(1), dictionary: [{ route: 'hold' }, null] }) > 400,
  );
  const entries = { ends: Uint32Array.of(1), keys: Uint8Array.of(0), values: Float64Array.of(0.5) };
  assert.equal(bytesOf({ kind: 'maps', ...entries, dictionary: [] }), 13);
});
