import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareIds, idAt, writeId } from './uuid-bytes.ts';

const uuid = fc.uuid();

test('an id comes back as the text it was, at any row', () => {
  fc.assert(
    fc.property(fc.array(fc.option(uuid), { minLength: 1, maxLength: 20 }), (texts) => {
      const ids = new Uint8Array(16 * texts.length).fill(255);
      for (const [row, text] of texts.entries()) writeId(ids, row, text);
      assert.deepEqual(
        texts.map((_, row) => idAt(ids, row)),
        texts,
      );
    }),
  );
});

test('ids are ordered as their texts are', () => {
  fc.assert(
    fc.property(uuid, uuid, (one, other) => {
      const ids = new Uint8Array(32);
      writeId(ids, 0, one);
      writeId(ids, 1, other);
      assert.equal(Math.sign(compareIds(ids, 0, ids, 1)), one < other ? -1 : one > other ? 1 : 0);
    }),
  );
});
