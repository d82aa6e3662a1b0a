import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { numberedLeaves } from '../../testing/memory-log.ts';
import { sha256 } from '../../testing/native-crypto.ts';
import { hashEntries } from './bundle.ts';
import { joinBytes, textBytes } from './bytes.ts';
import { hashList, leafHash, nodeHash, perfectRoot, rootOf, splitPoint } from './merkle.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

// Inputs of transparency-dev/merkle.
const INPUTS = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const referenceLeaves = INPUTS.map((input) => leafHash(Buffer.from(input, 'hex'), sha256));
const rootAt = (size: number) => hex(rootOf(referenceLeaves.slice(0, size), sha256));

test('roots of the RFC 6962 reference tree (M00 to M08)', () => {
  assert.equal(rootAt(0), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  assert.equal(rootAt(1), '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  assert.equal(rootAt(3), 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77');
  assert.equal(rootAt(5), '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4');
  assert.equal(rootAt(8), '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
});

test('leaf hashes of the reference tree and of "hello world" (M09, N10)', () => {
  assert.equal(hex(referenceLeaves[7]!), '46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1');
  assert.equal(
    base64(leafHash(textBytes('hello world'), sha256)),
    'TszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=',
  );
});

test('roots of trees of numbered leaves (L001 to L257)', () => {
  const roots = {
    1: 'G7l9zCFjXUfiZj79/QoXRobZjdcBNS3SzQbotD/T0wU=',
    3: '1Pksj7uJcg6ztVZ3x9fvrd/rENEaGoSguo8aIzN/qpU=',
    7: 'WmH8K1T5z6cXdPJDIUPdQMbLKxGUf69lp9PaXLZRmcg=',
    255: '1xWSohnUBnZj7t4kf5tUw/ngKQaC1V3gm0lbB/HeQck=',
    257: 'hVuTaqAMuYtRFEhCSa0514pr6TYj4mwB6OSH3AIYSlo=',
  };
  for (const [size, root] of Object.entries(roots)) {
    const leaves = hashList(hashEntries(numberedLeaves(Number(size)), sha256));
    assert.equal(base64(rootOf(leaves, sha256)), root, size);
  }
});

test('a leaf hash is SHA-256 of a zero byte and the entry, for entries of every length', () => {
  for (const length of [0, 1, 400, 4095, 4096, 4097, 65_535]) {
    const entry = new Uint8Array(length).fill(0x41);
    assert.deepEqual(leafHash(entry, sha256), sha256(joinBytes(Uint8Array.of(0), entry)), String(length));
  }
});

test('a long entry leaves nothing behind for the short one after it', () => {
  const before = leafHash(textBytes('short'), sha256);
  leafHash(new Uint8Array(4096).fill(1), sha256);
  assert.deepEqual(leafHash(textBytes('short'), sha256), before);
});

test('a node hash is SHA-256 of a one byte and both children, and the order counts', () => {
  const [left, right] = [sha256(textBytes('l')), sha256(textBytes('r'))];
  assert.deepEqual(nodeHash(left, right, sha256), sha256(joinBytes(Uint8Array.of(1), left, right)));
  assert.notDeepEqual(nodeHash(left, right, sha256), nodeHash(right, left, sha256));
});

test('an entry that looks like an inner node does not hash like one', () => {
  const [left, right] = [sha256(textBytes('l')), sha256(textBytes('r'))];
  assert.notDeepEqual(leafHash(joinBytes(left, right), sha256), nodeHash(left, right, sha256));
});

test('a perfect root equals the root by definition, for every width of a tile', () => {
  for (let width = 1; width <= 256; width *= 2) {
    const packed = hashEntries(numberedLeaves(width), sha256);
    assert.deepEqual(Buffer.from(perfectRoot(packed, sha256)), Buffer.from(rootOf(hashList(packed), sha256)));
  }
});

test('a perfect root does not alter the hashes it is made of', () => {
  const packed = hashEntries(numberedLeaves(16), sha256);
  const before = packed.slice();
  perfectRoot(packed, sha256);
  assert.deepEqual(packed, before);
});

test('a tree splits at the largest power of two below its size', () => {
  const expected = { 2: 1, 3: 2, 4: 2, 5: 4, 8: 4, 9: 8, 256: 128, 257: 256, 65537: 65_536 };
  for (const [count, left] of Object.entries(expected)) assert.equal(splitPoint(Number(count)), left, count);
});

test('the split is exact where floating logarithms are not', () => {
  assert.equal(splitPoint(2 ** 52 + 1), 2 ** 52);
  assert.equal(splitPoint(2 ** 52), 2 ** 51);
  assert.equal(splitPoint(Number.MAX_SAFE_INTEGER), 2 ** 52);
});

test('every leaf counts: changing any one changes the root', () => {
  const leaves = hashList(hashEntries(numberedLeaves(40), sha256));
  const root = rootOf(leaves, sha256);
  fc.assert(
    fc.property(fc.nat(39), fc.nat(255), (index, bit) => {
      const changed = leaves.map((leaf) => leaf.slice());
      const leaf = changed[index]!;
      leaf[bit >> 3] = leaf[bit >> 3]! ^ (1 << (bit & 7));
      assert.notDeepEqual(rootOf(changed, sha256), root);
    }),
  );
});
