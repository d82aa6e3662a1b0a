import assert from 'node:assert/strict';
import { test } from 'node:test';
import { impureUses } from './pure.ts';
import { readFile } from './read-file.ts';

function uses(text: string): string[] {
  return impureUses(readFile('src/core/x.ts', text)).map(({ what }) => what);
}

test('clock, dice, environment and the outside world are found', () => {
  assert.deepEqual(uses('const a = new Date();'), ['new Date()']);
  assert.deepEqual(uses('const a = Math.random;'), ['Math.random']);
  assert.deepEqual(uses("fetch('x');"), ['fetch(x)']);
  assert.deepEqual(uses('setTimeout(f, 1);'), ['setTimeout(…)']);
  assert.deepEqual(uses('const at = Date.now;'), ['Date.now']);
  assert.ok(uses('const a = process.env.HOME;').includes('process.env'));
});

test('a date made of a given number, and names that only look alike, are fine', () => {
  assert.deepEqual(
    uses('const a = new Date(atMs); policy.process(x); Date.parse(text); Math.max(1, 2);'),
    [],
  );
});
