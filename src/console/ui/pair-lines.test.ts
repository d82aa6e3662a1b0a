import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pairLines } from './pair-lines.ts';

test('a changed line stands beside what it became', () => {
  assert.deepEqual(pairLines('a\nb\nc\n', 'a\nx\nc\n'), [
    { before: 'a', after: 'a' },
    { before: 'b', after: 'x' },
    { before: 'c', after: 'c' },
  ]);
});

test('a line on one side only leaves the other side empty', () => {
  assert.deepEqual(pairLines('a\n', 'a\nb\n').at(-1), { before: null, after: 'b' });
  assert.deepEqual(pairLines('a\nb\n', 'b\n').at(0), { before: 'a', after: null });
});

test('each side read from top to bottom is the text it came from', () => {
  const line = fc.constantFrom('a', 'b', '', 'c d');
  const text = fc.array(line, { minLength: 1 }).map((lines) => `${lines.join('\n')}\n`);
  fc.assert(
    fc.property(text, text, (before, after) => {
      const pairs = pairLines(before, after);
      const side = (name: 'before' | 'after') =>
        pairs.flatMap((pair) => (pair[name] === null ? [] : [`${pair[name]}\n`])).join('');
      return side('before') === before && side('after') === after;
    }),
  );
});
