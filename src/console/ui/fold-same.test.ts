import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldSame } from './fold-same.ts';
import { pairLines } from './pair-lines.ts';

const folded = (before: string, after: string) =>
  foldSame(pairLines(before, after), 1).map((fold) =>
    fold.kind === 'same' ? fold.count : fold.pairs.map((pair) => `${pair.before}|${pair.after}`).join(' '),
  );

test('what is far from any change is left out and counted', () => {
  assert.deepEqual(folded('a\nb\nc\nd\ne\nf\n', 'a\nb\nc\nx\ne\nf\n'), [2, 'c|c d|x e|e', 'f|f']);
});

test('two changes near each other stay together', () => {
  assert.deepEqual(folded('a\nb\nc\n', 'x\nb\ny\n'), ['a|x b|b c|y']);
});

test('texts that do not differ are left out whole', () => {
  assert.deepEqual(folded('a\nb\n', 'a\nb\n'), [2]);
  assert.deepEqual(foldSame([], 3), []);
});
