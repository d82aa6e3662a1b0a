import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { checkApiKey, prefixOf, writeApiKey } from './api-key-text.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const key = fc.record({ id: bytes(6), secret: bytes(32) }).map((random) => writeApiKey(random, crc32));

const ones = { id: new Uint8Array(6).fill(1), secret: new Uint8Array(32).fill(1) };
const known = writeApiKey(ones, crc32);

// Reckoned with Python's int.from_bytes and zlib.crc32.
test('a key of known bytes is this text', () => {
  assert.equal(known.text, 'sh_0JQs6ee1_0El6XFXwsUFD8J2vGxsaboW7rZYnQRBP5d9erwRwd292a44x5');
  assert.equal(known.prefix, 'sh_0JQs6ee1');
});

test('what is written passes the check, and its prefix finds the row', () => {
  fc.assert(
    fc.property(key, ({ text, prefix }) => {
      assert.deepEqual(checkApiKey(text, crc32), { ok: true, prefix });
      assert.equal(prefixOf(text), prefix);
      assert.match(text, /^[A-Za-z0-9_]{61}$/);
    }),
  );
});

test('one wrong character is told from the checksum', () => {
  fc.assert(
    fc.property(key, fc.nat({ max: 57 }), fc.constantFrom(...'09AZaz'), ({ text }, at, character) => {
      const place = 3 + at;
      fc.pre(text[place] !== character);
      const wrong = text.slice(0, place) + character + text.slice(place + 1);
      assert.equal(checkApiKey(wrong, crc32).ok, false);
    }),
  );
});

test('two neighbouring characters swapped are told from the checksum', () => {
  fc.assert(
    fc.property(key, fc.nat({ max: 48 }), ({ text }, at) => {
      const place = 12 + at - (at === 48 ? 1 : 0);
      const [left = '', right = ''] = [text[place], text[place + 1]];
      fc.pre(left !== right);
      assert.equal(checkApiKey(text.slice(0, place) + right + left + text.slice(place + 2), crc32).ok, false);
    }),
  );
});

test('a truncated, a lengthened and a foreign text are refused with the reason', () => {
  const because = (text: string) => {
    const checked = checkApiKey(text, crc32);
    return checked.ok ? null : checked.because;
  };
  assert.equal(because(known.text.slice(0, -1)), 'an API key has 61 characters, this has 60');
  assert.equal(because(`${known.text}x`), 'an API key has 61 characters, this has 62');
  assert.equal(because('ghp_something'), 'an API key begins with sh_');
  assert.equal(because(''), 'an API key begins with sh_');
  assert.equal(because(known.text.replace(/.$/, 'ä')), 'it has characters no API key has');
  assert.equal(because(`sh_12345678-${'a'.repeat(49)}`), 'it has characters no API key has');
});

test('a text of another length has no prefix', () => {
  for (const text of ['', 'sh_', 'sh_12345678', `${known.text} `]) assert.equal(prefixOf(text), null);
});

test('the largest and the smallest bytes keep the length', () => {
  for (const byte of [0, 255]) {
    const random = { id: new Uint8Array(6).fill(byte), secret: new Uint8Array(32).fill(byte) };
    assert.equal(writeApiKey(random, crc32).text.length, 61);
  }
});

test('different secrets make different keys', () => {
  const texts = new Set(
    Array.from({ length: 256 }, (_, byte) => {
      const secret = new Uint8Array(32);
      secret[0] = byte;
      return writeApiKey({ id: ones.id, secret }, crc32).text;
    }),
  );
  assert.equal(texts.size, 256);
});
