import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { writeId } from '../segments/uuid-bytes.ts';
import { openExamples, rankOf } from './examples.ts';

function idsOf(texts: readonly string[]): Uint8Array {
  const ids = new Uint8Array(16 * texts.length);
  for (const [row, text] of texts.entries()) writeId(ids, row, text);
  return ids;
}

test('the same examples are kept whatever the order and the segments they come in', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.uuid({ version: 7 }), { maxLength: 60 }), fc.nat(), (texts, turn) => {
      const kept = (order: readonly string[]) => {
        const examples = openExamples<string>(1, 5);
        const ids = idsOf(order);
        for (const row of order.keys()) examples.offer(0, ids, row, (decisionId) => decisionId);
        return examples.kept();
      };
      const at = texts.length === 0 ? 0 : turn % texts.length;
      const once = kept(texts);
      assert.deepEqual(once, kept([...texts.slice(at), ...texts.slice(0, at)]));
      assert.deepEqual(once, kept(texts.toReversed()));
      assert.equal(once.length, Math.min(5, texts.length));
    }),
  );
});

test('each kind has its own, and only those kept are described', () => {
  const texts = Array.from(
    { length: 400 },
    (_, i) => `01990000-0000-7000-8000-${String(i).padStart(12, '0')}`,
  );
  const ids = idsOf(texts);
  const examples = openExamples<number>(2, 3);
  let described = 0;
  for (const row of texts.keys())
    examples.offer(row % 2, ids, row, () => {
      described += 1;
      return row % 2;
    });
  assert.deepEqual(examples.kept(), [0, 0, 0, 1, 1, 1]);
  assert.ok(described < 60, `${described} of 400 were described`);
});

test('ranks of ids that differ in one bit have nothing to do with each other', () => {
  const texts = Array.from(
    { length: 2000 },
    (_, i) => `01990000-0000-7000-8000-${i.toString(16).padStart(12, '0')}`,
  );
  const ids = idsOf(texts);
  const tenths = new Array<number>(10).fill(0);
  for (const row of texts.keys()) tenths[Math.floor((rankOf(ids, row) / 2 ** 32) * 10)]! += 1; // one of ten
  for (const count of tenths) assert.ok(count > 150 && count < 250, tenths.join());
});
