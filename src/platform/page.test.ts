import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeCursor, encodeCursor } from './page.ts';
import { Refusal } from './refusal.ts';

const id = '0198c1f2-6b1c-7000-8000-000000000000';

test('a cursor comes back as it was handed out', () => {
  assert.deepEqual(decodeCursor(encodeCursor([id, 7]), ['uuid', 'whole']), [id, 7]);
  assert.deepEqual(decodeCursor(encodeCursor(['refunds']), ['text']), ['refunds']);
  assert.equal(decodeCursor(undefined, ['uuid']), null);
});

test('a cursor of another list, or of nobody, is refused before it reaches the database', () => {
  const foreign = [['refunds'], [7], [null], [`${id}0`], [id, id], [], [{}]].map((keys) =>
    encodeCursor(keys as string[]),
  ); // what a stranger might send
  for (const cursor of [...foreign, 'nonsense', '']) {
    assert.throws(
      () => decodeCursor(cursor, ['uuid']),
      (error) => error instanceof Refusal && error.code === 'list.bad-cursor',
      cursor,
    );
  }
  for (const key of [2 ** 31, 0.5, 'seven', null])
    assert.throws(() => decodeCursor(encodeCursor([key]), ['whole']));
  assert.throws(() => decodeCursor(encodeCursor(['a\0']), ['text']));
});
