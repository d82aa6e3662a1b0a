import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { memoryLog, numberedLeaves, treeOf } from '../../testing/memory-log.ts';
import { sha256 } from '../../testing/native-crypto.ts';
import { hashEntries } from './bundle.ts';
import { type InclusionClaim, proveInclusion, verifyInclusion } from './inclusion.ts';
import { hashList, leafHash, nodeHash, rootOf, splitPoint } from './merkle.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const leaves = hashList(hashEntries(numberedLeaves(600), sha256));
const log = memoryLog(numberedLeaves(600));
const rootAt = (size: number) => rootOf(leaves.slice(0, size), sha256);

/** RFC 6962 section 2.1.1 word for word: PATH(m, D[n]). */
function pathByDefinition(index: number, list: readonly Uint8Array[]): Uint8Array[] {
  if (list.length === 1) return [];
  const k = splitPoint(list.length);
  return index < k
    ? [...pathByDefinition(index, list.slice(0, k)), rootOf(list.slice(k), sha256)]
    : [...pathByDefinition(index - k, list.slice(k)), rootOf(list.slice(0, k), sha256)];
}

async function prove(index: number, size: number): Promise<InclusionClaim> {
  const answer = await proveInclusion(treeOf(log.files, size), index);
  assert.ok(answer.ok);
  return { index, size, leaf: leaves[index]!, root: rootAt(size), proof: answer.proof };
}

test('proofs of the RFC 6962 reference tree (P01, P03)', async () => {
  const inputs = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ];
  const entries = inputs.map((input) => new Uint8Array(Buffer.from(input, 'hex')));
  const eight = await proveInclusion(memoryLog(entries).tree, 0);
  assert.ok(eight.ok);
  assert.deepEqual(eight.proof.map(hex), [
    '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
  ]);
  const three = await proveInclusion(memoryLog(entries.slice(0, 3)).tree, 2);
  assert.ok(three.ok);
  assert.deepEqual(three.proof.map(hex), [
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  ]);
});

test('proofs of numbered leaves (LP1, K3)', async () => {
  assert.deepEqual((await prove(0, 7)).proof.map(base64), [
    'y1o86GLD4yHz999tJpBUnpNqjjdxNarp89afaR9UfVs=',
    'T3SUBxyjgqXFBnzEEHepmf13IuBqJqqd53G+kz3BAh0=',
    'AVcbVXvHBnJlDUZ8e62DN+CafzVKcgUfI7Q6eCwPSOY=',
  ]);
  assert.deepEqual((await prove(5, 7)).proof.map(base64), [
    'gxFfiUeVX6/cKifn9MCFS72Nonuxs+NAXbVxya+Nvho=',
    '+3+GnOi3tR/fcZ/IwhpHNsmMwWCoJWBqgfeKf00iYdk=',
    'T2MQhKFXxU9U/Psj/164ZQxLoWDClbsTqYMrEJ1SZ34=',
  ]);
});

test('every proof of every size up to 70 is the proof by definition, and holds', async () => {
  for (let size = 1; size <= 70; size++) {
    for (let index = 0; index < size; index++) {
      const claim = await prove(index, size);
      assert.deepEqual(claim.proof.map(hex), pathByDefinition(index, leaves.slice(0, size)).map(hex));
      assert.deepEqual(verifyInclusion(claim, sha256), { ok: true }, `${index} of ${size}`);
    }
  }
});

test('proofs hold at the edges of tiles', async () => {
  for (const size of [255, 256, 257, 511, 512, 513, 600]) {
    for (const index of [0, 1, 127, 128, 254, 255, 256, 510, 511, 512, size - 1]) {
      if (index >= size) continue;
      assert.deepEqual(
        verifyInclusion(await prove(index, size), sha256),
        { ok: true },
        `${index} of ${size}`,
      );
    }
  }
});

test('proofs hold around 65,536 leaves, from a log that has grown past them', async () => {
  const packed = hashEntries(numberedLeaves(65_537), sha256);
  const list = hashList(packed);
  const grown = memoryLog(numberedLeaves(65_537), [65_535, 65_536, 65_537]);
  for (const size of [65_535, 65_536, 65_537]) {
    const root = rootOf(list.slice(0, size), sha256);
    for (const index of [0, 255, 256, 32_767, 32_768, size - 2, size - 1]) {
      const answer = await proveInclusion(treeOf(grown.files, size), index);
      assert.ok(answer.ok);
      const claim = { index, size, leaf: list[index]!, root, proof: answer.proof };
      assert.deepEqual(verifyInclusion(claim, sha256), { ok: true }, `${index} of ${size}`);
    }
  }
});

test('one flipped bit anywhere is refused', async () => {
  for (let size = 2; size <= 70; size++) {
    const claim = await prove((size * 7) % size, size);
    const flip = (bytes: Uint8Array, bit: number) =>
      bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
    const bit = (size * 37) % 256;
    for (let line = 0; line < claim.proof.length; line++) {
      const proof = claim.proof.map((hash, i) => (i === line ? flip(hash, bit) : hash));
      assert.equal(verifyInclusion({ ...claim, proof }, sha256).ok, false);
    }
    assert.equal(verifyInclusion({ ...claim, leaf: flip(claim.leaf, bit) }, sha256).ok, false);
    assert.equal(verifyInclusion({ ...claim, root: flip(claim.root, bit) }, sha256).ok, false);
  }
});

test('a proof for another index, or with a line too many, too few or swapped, is refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 3, max: 600 }), fc.nat(), fc.nat(), async (size, a, b) => {
      const claim = await prove(a % size, size);
      const other = b % size;
      if (other !== claim.index) assert.equal(verifyInclusion({ ...claim, index: other }, sha256).ok, false);
      const { proof } = claim;
      assert.equal(verifyInclusion({ ...claim, proof: [...proof, leaves[0]!] }, sha256).ok, false);
      assert.equal(verifyInclusion({ ...claim, proof: proof.slice(1) }, sha256).ok, false);
      assert.equal(verifyInclusion({ ...claim, proof: proof.slice(0, -1) }, sha256).ok, false);
      if (proof.length > 1) {
        assert.equal(verifyInclusion({ ...claim, proof: proof.toReversed() }, sha256).ok, false);
      }
    }),
    { numRuns: 100 },
  );
});

test('the only leaf of a tree is its root, with an empty proof', async () => {
  const claim = await prove(0, 1);
  assert.deepEqual(claim.proof, []);
  assert.deepEqual(verifyInclusion(claim, sha256), { ok: true });
  assert.deepEqual(verifyInclusion({ ...claim, proof: [leaves[1]!] }, sha256), {
    ok: false,
    because: 'the proof is too long',
  });
});

test('hashes that are not 32 bytes are refused, also when everything is empty (trap 1)', async () => {
  const claim = await prove(3, 7);
  const empty = new Uint8Array(0);
  const because = 'a hash is not 32 bytes long';
  assert.deepEqual(verifyInclusion({ index: 0, size: 1, leaf: empty, root: empty, proof: [] }, sha256), {
    ok: false,
    because,
  });
  for (const wrong of [empty, new Uint8Array(31), new Uint8Array(33)]) {
    assert.deepEqual(verifyInclusion({ ...claim, leaf: wrong }, sha256), { ok: false, because });
    assert.deepEqual(verifyInclusion({ ...claim, root: wrong }, sha256), { ok: false, because });
    assert.deepEqual(verifyInclusion({ ...claim, proof: [wrong, ...claim.proof.slice(1)] }, sha256), {
      ok: false,
      because,
    });
  }
});

test('an index outside the tree has no proof and none holds for it', async () => {
  const claim = await prove(3, 7);
  for (const index of [7, 8, -1, 1.5, Number.NaN, 2 ** 53]) {
    assert.equal((await proveInclusion(log.tree, index === 7 ? 600 : index)).ok, index === 8);
    assert.equal(verifyInclusion({ ...claim, index }, sha256).ok, false, String(index));
  }
  for (const size of [0, -1, 2 ** 53, Number.POSITIVE_INFINITY]) {
    assert.equal(verifyInclusion({ ...claim, size, index: 0 }, sha256).ok, false, String(size));
  }
});

test('indices up to 2^53 are exact: the proof of a made-up tree that large holds', () => {
  const size = Number.MAX_SAFE_INTEGER;
  const leaf = leafHash(new Uint8Array(0), sha256);
  const proof = Array.from({ length: 53 }, (_, i) => sha256(Uint8Array.of(i)));
  const root = proof.reduce((node, sibling) => nodeHash(node, sibling, sha256), leaf);
  assert.deepEqual(verifyInclusion({ index: 0, size, leaf, root, proof }, sha256), { ok: true });
  assert.equal(verifyInclusion({ index: 2 ** 52, size, leaf, root, proof }, sha256).ok, false);
});

test('a missing tile is a refusal, not a wrong proof', async () => {
  const tree = { ...log.tree, readTiles: async () => [null, null, null] };
  assert.deepEqual(await proveInclusion(tree, 5), { ok: false, because: 'tile 0/0 is missing' });
});
