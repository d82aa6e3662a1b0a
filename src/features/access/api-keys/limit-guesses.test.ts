import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openGuessLimit } from './limit-guesses.ts';

function guess(limit: ReturnType<typeof openGuessLimit>, address: string, times: number): void {
  for (let i = 0; i < times; i++) limit.count(address);
}

test('the thirtieth wrong key ends an address’s tries, for a minute at most', () => {
  const limit = openGuessLimit();
  guess(limit, '192.0.2.1', 29);
  assert.equal(limit.waitSeconds('192.0.2.1'), null);
  guess(limit, '192.0.2.1', 1);
  const seconds = limit.waitSeconds('192.0.2.1') ?? 0;
  assert.ok(seconds >= 1 && seconds <= 60, `${seconds} s`);
  assert.equal(limit.waitSeconds('192.0.2.2'), null, 'the neighbour may still try');
});

test('changing the address inside of one IPv6 network, or its writing, wins no tries', () => {
  const limit = openGuessLimit();
  for (let i = 0; i < 30; i++) limit.count(`2001:db8:1:2::${i.toString(16)}`);
  assert.notEqual(limit.waitSeconds('2001:db8:1:2:ffff::1'), null);
  assert.equal(limit.waitSeconds('2001:db8:1:3::1'), null);
  guess(limit, '192.0.2.1', 15);
  guess(limit, '::ffff:192.0.2.1', 15);
  assert.notEqual(limit.waitSeconds('192.0.2.1'), null);
});

test('guesses from ever new addresses cost no more memory than the bound', () => {
  const limit = openGuessLimit();
  guess(limit, '192.0.2.1', 30);
  for (let i = 0; i < 9_999; i++) limit.count(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);
  assert.notEqual(limit.waitSeconds('192.0.2.1'), null, 'remembered up to the bound');
  limit.count('198.51.100.1');
  assert.equal(limit.waitSeconds('192.0.2.1'), null, 'then all begin anew');
});
