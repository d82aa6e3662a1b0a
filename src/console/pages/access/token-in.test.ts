import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenIn } from './token-in.ts';

test('a one-time link carries its token behind the #, named or bare', () => {
  assert.equal(tokenIn('#token=abc-_1'), 'abc-_1');
  assert.equal(tokenIn('#abc-_1'), 'abc-_1');
});

test('a link that was cut off has no token', () => {
  assert.equal(tokenIn(''), undefined);
  assert.equal(tokenIn('#'), undefined);
  assert.equal(tokenIn('#token='), undefined);
});
