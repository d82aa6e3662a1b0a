import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sha256 } from '../../testing/native-crypto.ts';
import { decodeBundle, encodeBundle, hashEntries, LARGEST_BUNDLED_ENTRY } from './bundle.ts';
import { hashAt, joinBytes, textBytes } from './bytes.ts';
import { leafHash } from './merkle.ts';

const bundleOf = (...texts: string[]) => {
  const encoded = encodeBundle(texts.map(textBytes));
  assert.ok(encoded.ok);
  return encoded.bytes;
};

test('each entry stands behind its length, big end first', () => {
  assert.deepEqual(bundleOf('a', '', 'bc'), Uint8Array.of(0, 1, 0x61, 0, 0, 0, 2, 0x62, 0x63));
  assert.deepEqual(bundleOf('x'.repeat(258)).subarray(0, 3), Uint8Array.of(1, 2, 0x78));
  assert.deepEqual(bundleOf(), new Uint8Array(0));
});

test('any entries come back', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 256 }), (entries) => {
      const encoded = encodeBundle(entries);
      assert.ok(encoded.ok);
      const decoded = decodeBundle(encoded.bytes);
      assert.ok(decoded.ok);
      assert.deepEqual(decoded.entries, entries);
    }),
    { numRuns: 50 },
  );
});

test('entries of 0, 1, 4,096, 4,097 and 65,535 bytes fit; 65,536 do not (case 13)', () => {
  for (const length of [0, 1, 4096, 4097, LARGEST_BUNDLED_ENTRY]) {
    const encoded = encodeBundle([new Uint8Array(length)]);
    assert.ok(encoded.ok);
    const decoded = decodeBundle(encoded.bytes);
    assert.equal(decoded.entries[0]?.length, length);
  }
  assert.deepEqual(encodeBundle([new Uint8Array(1), new Uint8Array(65_536)]), {
    ok: false,
    because: 'entry 1 is longer than 65535 bytes',
  });
});

test('a bundle cut off anywhere is refused, and tells the entries before the cut', () => {
  const bundle = bundleOf('first', 'second', 'third');
  const ends = [0, 7, 15, 22]; // where whole entries end: there a cut cannot be seen from the bytes alone
  for (let length = 0; length < bundle.length; length++) {
    const decoded = decodeBundle(bundle.subarray(0, length));
    assert.equal(decoded.ok, ends.includes(length), String(length));
    assert.equal(decoded.entries.length, ends.filter((end) => end > 0 && end <= length).length);
  }
});

test('a refusal says which entry and why', () => {
  const bundle = bundleOf('first', 'second');
  assert.deepEqual(decodeBundle(bundle.subarray(0, 8)), {
    ok: false,
    because: 'the length of entry 1 is cut off',
    entries: [textBytes('first')],
  });
  assert.deepEqual(decodeBundle(bundle.subarray(0, 10)), {
    ok: false,
    because: 'entry 1 is cut off',
    entries: [textBytes('first')],
  });
});

test('a wrong length prefix never reads beyond the end', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const decoded = decodeBundle(bytes);
      const read = decoded.entries.reduce((length, entry) => length + 2 + entry.length, 0);
      assert.ok(read <= bytes.length);
      assert.equal(decoded.ok, read === bytes.length);
    }),
    { numRuns: 1000 },
  );
});

test('a served bundle holds at most 256 entries, a commit as many as it says', () => {
  const bundle = bundleOf(...Array.from({ length: 257 }, () => 'x'));
  assert.deepEqual(decodeBundle(bundle).ok, false);
  assert.equal(decodeBundle(bundle).entries.length, 256);
  assert.equal(decodeBundle(bundle, 257).ok, true);
  assert.equal(decodeBundle(bundle, 4096).entries.length, 257);
});

test('a megabyte of empty entries costs no more than 256 of them', () => {
  const decoded = decodeBundle(new Uint8Array(1_000_000));
  assert.deepEqual([decoded.ok, decoded.entries.length], [false, 256]);
});

test('entries are views of the bundle, not copies', () => {
  const bundle = bundleOf('abc');
  const decoded = decodeBundle(bundle);
  assert.equal(decoded.entries[0]?.buffer, bundle.buffer);
});

test('bundles laid end to end are the bundle of all entries', () => {
  const both = joinBytes(bundleOf('a', 'b'), bundleOf('c'));
  assert.deepEqual(both, bundleOf('a', 'b', 'c'));
});

test('leaf hashes of entries stand end to end in their order', () => {
  const entries = ['a', '', 'ccc'].map(textBytes);
  const hashes = hashEntries(entries, sha256);
  assert.equal(hashes.length, 96);
  for (const [i, entry] of entries.entries()) {
    assert.deepEqual(Buffer.from(hashAt(hashes, i)), Buffer.from(leafHash(entry, sha256)));
  }
});
