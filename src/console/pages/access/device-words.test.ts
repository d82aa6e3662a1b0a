import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deviceWords } from './device-words.ts';

test('a browser is named by itself, not by the ancestors it lists', () => {
  const edge = 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0';
  assert.equal(deviceWords(edge), 'Edge on Windows');
  const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1';
  assert.equal(deviceWords(phone), 'Safari on iPhone');
});

test('other programs keep the start of what they say', () => {
  assert.equal(deviceWords('curl/8.1'), 'curl/8.1');
  assert.equal(deviceWords(null), 'Unknown program');
});
