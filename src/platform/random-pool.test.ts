import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomBytesFromPool } from './random-pool.ts';

test('no byte is handed out twice, over many fillings of the pool', () => {
  const salts = Array.from({ length: 10_000 }, () => randomBytesFromPool(32).toString('hex'));
  assert.equal(new Set(salts).size, 10_000);
});

test('what was handed out stays as it was', () => {
  const first = randomBytesFromPool(32);
  const before = first.toString('hex');
  for (let i = 0; i < 5000; i++) randomBytesFromPool(32).fill(0);
  assert.equal(first.toString('hex'), before);
});

test('any length can be asked for, also beyond the pool', () => {
  for (const length of [0, 1, 33, 65_535, 65_536, 65_537, 200_000]) {
    assert.equal(randomBytesFromPool(length).length, length);
  }
});
