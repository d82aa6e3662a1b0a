import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { openHmac } from './hmac.ts';

test('known answers of RFC 4231', () => {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  assert.equal(
    hex(openHmac(Buffer.alloc(20, 0x0b))('Hi There')),
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  );
  assert.equal(
    hex(openHmac(Buffer.from('Jefe'))('what do ya want for nothing?')),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
  assert.equal(
    hex(openHmac(Buffer.alloc(131, 0xaa))('Test Using Larger Than Block-Size Key - Hash Key First')),
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  );
});

test('agrees with the platform for every key and message', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.oneof(fc.string(), fc.uint8Array()), (key, message) => {
      assert.deepEqual(
        Buffer.from(openHmac(key)(message)),
        createHmac('sha256', key).update(message).digest(),
      );
    }),
  );
});
