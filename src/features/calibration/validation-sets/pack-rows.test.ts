import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import type { ValidationRow } from '../../../core/feedback/validation-row.ts';
import { limitBytes } from './limit-bytes.ts';
import { openPacker } from './pack-rows.ts';

function packed(rows: readonly Partial<ValidationRow>[]) {
  const packer = openPacker();
  for (const row of rows) packer.add({ confidence: 0.5, correct: true, label: null, metadata: {}, ...row });
  return packer.finish();
}

test('rows become columns in chunks of ten thousand, none lost', () => {
  const rows = Array.from({ length: 25_000 }, (_, place) => ({
    confidence: place / 25_000,
    correct: place % 5 > 0,
  }));
  const { chunks, rows: count, wrong } = packed(rows);
  assert.deepEqual(
    chunks.map((chunk) => chunk.rows),
    [10_000, 10_000, 5000],
  );
  assert.deepEqual([count, wrong], [25_000, 5000]);
  assert.equal(chunks[1]?.confidence.readDoubleLE(8 * 7), 10_007 / 25_000);
  assert.equal(chunks[2]?.correct[0], 0);
});

test('the sum tells sets apart by what is in them, and by their order', () => {
  const one = packed([{ confidence: 0.1 }, { confidence: 0.2 }]).sha256.toString('hex');
  assert.equal(packed([{ confidence: 0.1 }, { confidence: 0.2 }]).sha256.toString('hex'), one);
  for (const other of [
    [{ confidence: 0.2 }, { confidence: 0.1 }],
    [{ confidence: 0.1 }, { confidence: 0.2, correct: false }],
    [{ confidence: 0.1, label: 'a' }, { confidence: 0.2 }],
    [{ confidence: 0.1, metadata: { country: 'DE' } }, { confidence: 0.2 }],
  ])
    assert.notEqual(packed(other).sha256.toString('hex'), one);
});

test('it is known which fields the rows have, and whether they name classes', () => {
  const set = packed([{ metadata: { b: 1 } }, { metadata: { a: 'x' }, label: 'refund' }]);
  assert.deepEqual([set.metadataFields, set.labelled], [['a', 'b'], true]);
  assert.equal(packed([{}]).labelled, false);
});

test('nothing makes an empty set', () => {
  assert.deepEqual([packed([]).chunks, packed([]).rows], [[], 0]);
});

test('a stream is passed on in small pieces, and ends at its limit', async () => {
  const pieces: number[] = [];
  for await (const piece of limitBytes(Readable.from([Buffer.alloc(150_000)])))
    pieces.push((piece as Buffer).length);
  assert.deepEqual(
    pieces.reduce((sum, length) => sum + length, 0),
    150_000,
  );
  assert.ok(Math.max(...pieces) <= 65_536);
  const tooMuch = limitBytes(Readable.from([Buffer.alloc(10), Buffer.alloc(10)]), 15);
  await assert.rejects(
    async () => {
      for await (const _ of tooMuch);
    },
    { code: 'validation-set.too-large' },
  );
});
