import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { hmacWith } from '../../testing/native-crypto.ts';
import { pseudonym } from './pseudonym.ts';

const key = new Uint8Array(32).fill(0x5a);
const actorId = '0192aaaa-bbbb-7ccc-8ddd-eeeeffff0001';

test('a pseudonym is the beginning of the HMAC, in base64url', () => {
  fc.assert(
    fc.property(fc.string(), fc.uint8Array({ minLength: 1, maxLength: 64 }), (id, anyKey) => {
      const expected = createHmac('sha256', anyKey)
        .update(id, 'utf8')
        .digest()
        .subarray(0, 20)
        .toString('base64url');
      assert.equal(pseudonym(id, hmacWith(anyKey)), expected);
    }),
  );
});

test('a pseudonym has 27 characters that need no escaping', () => {
  for (let i = 0; i < 100; i++) {
    assert.match(pseudonym(`${actorId}${i}`, hmacWith(key)), /^[A-Za-z0-9_-]{27}$/);
  }
});

test('one actor keeps one pseudonym for as long as the key lasts', () => {
  assert.equal(pseudonym(actorId, hmacWith(key)), pseudonym(actorId, hmacWith(key)));
  assert.notEqual(pseudonym(actorId, hmacWith(key)), pseudonym(actorId, hmacWith(new Uint8Array(32))));
});

test('two actors have two pseudonyms', () => {
  const names = Array.from({ length: 1000 }, (_, i) => pseudonym(String(i), hmacWith(key)));
  assert.equal(new Set(names).size, 1000);
});
