import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bytesText, hashAt, joinBytes, sameBytes, textBytes, writeAscii } from './bytes.ts';

test('arrays are the same when they hold the same bytes', () => {
  assert.equal(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2)), true);
  assert.equal(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3)), false);
  assert.equal(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 0)), false);
  assert.equal(sameBytes(new Uint8Array(0), new Uint8Array(0)), true);
});

test('a Buffer and a Uint8Array with the same bytes are the same', () => {
  assert.equal(sameBytes(Buffer.from('ab'), textBytes('ab')), true);
});

test('joining keeps order and length', () => {
  assert.deepEqual(
    joinBytes(Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2, 3)),
    Uint8Array.of(1, 2, 3),
  );
  assert.deepEqual(joinBytes(), new Uint8Array(0));
});

test('joining copies: changing a part later changes nothing', () => {
  const part = Uint8Array.of(1);
  const joined = joinBytes(part);
  part[0] = 9;
  assert.deepEqual(joined, Uint8Array.of(1));
});

test('text bytes are UTF-8 for every text, short or long', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.boolean(), (text, long) => {
      const whole = long ? text.repeat(40) : text;
      assert.deepEqual(Buffer.from(textBytes(whole)), Buffer.from(whole, 'utf8'));
    }),
  );
});

test('a long text is encoded whole', () => {
  for (const length of [8191, 8192, 8193, 30_000]) {
    assert.equal(textBytes('€'.repeat(length)).length, 3 * length);
  }
});

test('text bytes are the caller’s own: the next call does not overwrite them', () => {
  const first = textBytes('first');
  textBytes('other');
  assert.equal(bytesText(first), 'first');
});

test('reading text keeps a byte order mark and shows what is not UTF-8', () => {
  assert.equal(bytesText(Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b)), '\ufeff{');
  assert.equal(bytesText(Uint8Array.of(0x61, 0xff)), 'a\ufffd');
});

test('ASCII is written at its place and nowhere else', () => {
  const into = new Uint8Array(6);
  writeAscii('abc', into, 2);
  assert.deepEqual(into, Uint8Array.of(0, 0, 0x61, 0x62, 0x63, 0));
});

test('a hash is found by its number', () => {
  const hashes = joinBytes(new Uint8Array(32).fill(7), new Uint8Array(32).fill(8));
  assert.deepEqual(hashAt(hashes, 1), new Uint8Array(32).fill(8));
  assert.deepEqual(hashAt(hashes, 0), new Uint8Array(32).fill(7));
});
