import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classLines, readClassLines } from './class-lines.ts';

test('classes come back from their lines as they were', () => {
  const classes = [
    { name: 'refund', impact: 1 },
    { name: 'fraud', impact: 10 },
    { name: 'refund, partial', impact: 2.5 },
    { name: 'free', impact: 0 },
  ];
  assert.deepEqual(readClassLines(classLines(classes)), { classes, problems: [] });
});

test('empty lines and spaces do not matter', () => {
  assert.deepEqual(readClassLines('\n  refund \n\nfraud , 3\n').classes, [
    { name: 'refund', impact: 1 },
    { name: 'fraud', impact: 3 },
  ]);
});

test('every problem names its line', () => {
  assert.deepEqual(
    readClassLines('a\n\na\nb, -1').problems.map((problem) => problem.line),
    [3, 4],
  );
});
