import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressGroup } from './sign-in-limits.ts';

test('an IPv4 address counts for itself', () => {
  assert.equal(addressGroup('192.0.2.7'), '192.0.2.7');
});

test('an IPv4 address in IPv6 writing is the same address', () => {
  assert.equal(addressGroup('::ffff:192.0.2.7'), '192.0.2.7');
  assert.equal(addressGroup('::FFFF:192.0.2.7'), '192.0.2.7');
});

test('all addresses of an IPv6 network of 64 bits count together, however they are written', () => {
  const same = ['2001:db8:1:2::1', '2001:0DB8:0001:0002:ffff:ffff:ffff:ffff', '2001:db8:1:2:3:4:5:6%eth0'];
  for (const address of same) assert.equal(addressGroup(address), '2001:db8:1:2::/64');
});

test('neighbouring networks are told apart', () => {
  assert.notEqual(addressGroup('2001:db8:1:2::1'), addressGroup('2001:db8:1:3::1'));
});

test('abbreviated zeros are filled in', () => {
  assert.equal(addressGroup('::1'), '0:0:0:0::/64');
  assert.equal(addressGroup('fe80::1'), 'fe80:0:0:0::/64');
  assert.equal(addressGroup('2001:db8::'), '2001:db8:0:0::/64');
  assert.equal(addressGroup('1:2:3:4:5:6:7::'), '1:2:3:4::/64');
});
