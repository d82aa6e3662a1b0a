import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { recorded } from '../../testing/recorded.ts';
import { cellAt } from '../../testing/segments.ts';
import type { Columns } from './column.ts';
import { codesOf, columnsOf } from './columns-of.ts';
import { gatherRows, type Part } from './gather-rows.ts';
import type { RecordedDecision } from './recorded-decision.ts';

const metadata = fc.record(
  { country: fc.constantFrom('DE', 'FR'), amount: fc.integer(), mixed: fc.oneof(fc.integer(), fc.string()) },
  { requiredKeys: [] },
);
const decision = fc
  .record({
    decisionId: fc.uuid({ version: 7 }),
    recordedAtMs: fc.nat(),
    label: fc.option(fc.constantFrom('refund', 'fraud')),
    pairedWith: fc.option(fc.uuid({ version: 7 })),
    probabilities: fc.option(
      fc.dictionary(fc.constantFrom('refund', 'fraud', 'other'), fc.double({ noNaN: true })),
    ),
    metadata,
  })
  .map(recorded);
const segments = fc.array(fc.array(decision, { minLength: 1, maxLength: 12 }), {
  minLength: 1,
  maxLength: 4,
});

function partsOf(
  all: readonly (readonly RecordedDecision[])[],
  columns: readonly Columns[],
  name: string,
): Part[] {
  return all.map(({ length }, index) => ({ rows: length, column: columns[index]?.get(name) ?? null }));
}

test('whatever the segments are, gathering gives the column that all the rows together would have had', () => {
  fc.assert(
    fc.property(segments, fc.infiniteStream(fc.nat()), (all, dice) => {
      const columns = all.map(columnsOf);
      const rows = all.flat();
      const order = Uint32Array.from(rows.keys()).filter(() => dice.next().value! % 4 > 0); // the stream never ends
      const together = columnsOf(Array.from(order, (row) => rows[row]!)); // rows of the list
      const names = new Set([...columns.flatMap((one) => [...one.keys()]), ...together.keys()]);
      for (const name of names) {
        const gathered = gatherRows(partsOf(all, columns, name), order);
        for (let row = 0; row < order.length; row++) {
          assert.deepEqual(cellAt(gathered, row), cellAt(together.get(name), row), `${name} in row ${row}`);
        }
      }
    }),
  );
});

test('a column that no part has is no column', () => {
  assert.equal(gatherRows([{ rows: 3, column: null }], Uint32Array.of(0, 1)), null);
});

test('what was a number in one segment and text in another becomes codes, and neither is lost', () => {
  const parts: Part[] = [
    { rows: 2, column: { kind: 'numbers', numbers: Float64Array.of(7, Number.NaN) } },
    { rows: 1, column: codesOf(['seven']) },
  ];
  const column = gatherRows(parts, Uint32Array.of(2, 0, 1));
  assert.deepEqual(column, { kind: 'codes', codes: Uint8Array.of(0, 1, 2), dictionary: ['seven', 7, null] });
});

test('a dictionary shrinks to what is still used, and its codes with it', () => {
  const wide = codesOf(Array.from({ length: 300 }, (_, i) => `v${i}`));
  assert.equal(wide.codes.BYTES_PER_ELEMENT, 2);
  const column = gatherRows([{ rows: 300, column: wide }], Uint32Array.of(299, 0, 299));
  assert.deepEqual(column, { kind: 'codes', codes: Uint8Array.of(0, 1, 0), dictionary: ['v299', 'v0'] });
});
