import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeBase64, encodeBase64, encodeBase64Url } from './base64.ts';
import { textBytes } from './bytes.ts';

const anyBytes = fc.uint8Array({ maxLength: 100 });

test('the examples of RFC 4648 section 10', () => {
  const examples = [
    ['', ''],
    ['f', 'Zg=='],
    ['fo', 'Zm8='],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg=='],
    ['fooba', 'Zm9vYmE='],
    ['foobar', 'Zm9vYmFy'],
  ] as const;
  for (const [text, encoded] of examples) {
    assert.equal(encodeBase64(textBytes(text)), encoded);
    assert.deepEqual(decodeBase64(encoded), textBytes(text));
  }
});

test('any bytes encode as the platform encodes them', () => {
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      assert.equal(encodeBase64(bytes), Buffer.from(bytes).toString('base64'));
      assert.equal(encodeBase64Url(bytes), Buffer.from(bytes).toString('base64url'));
    }),
  );
});

test('any bytes come back', () => {
  fc.assert(fc.property(anyBytes, (bytes) => assert.deepEqual(decodeBase64(encodeBase64(bytes)), bytes)));
});

test('whatever decodes has exactly one form', () => {
  const digits = fc.constantFrom(...'ABCwxyz019+/=-_ \n');
  fc.assert(
    fc.property(fc.string({ unit: digits, maxLength: 12 }), (text) => {
      const bytes = decodeBase64(text);
      if (bytes) assert.equal(encodeBase64(bytes), text);
    }),
    { numRuns: 2000 },
  );
});

test('everything but canonical base64 is refused', () => {
  const wrong = [
    'Zg', // padding missing
    'Zg=',
    'Zg===',
    'Zh==', // low bits that no byte uses
    'Zm9=',
    'Zm9v\n',
    'Zm 9v',
    '=Zg=',
    'Z===',
    '====',
    'Zm8-', // the alphabet of URLs
    'Zm8_',
    'Zmé=',
    'Zm9v!!!!',
  ];
  for (const text of wrong) assert.equal(decodeBase64(text), null, JSON.stringify(text));
});
