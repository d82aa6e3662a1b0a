import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { memoryLog, numberedLeaves, treeOf } from '../../testing/memory-log.ts';
import { sha256 } from '../../testing/native-crypto.ts';
import { hashEntries } from './bundle.ts';
import { type GrowthClaim, proveConsistency, verifyConsistency, verifyFirstContact } from './consistency.ts';
import { hashList, rootOf, splitPoint } from './merkle.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const leaves = hashList(hashEntries(numberedLeaves(600), sha256));
const log = memoryLog(numberedLeaves(600));
const roots = Array.from({ length: 601 }, (_, size) =>
  size <= 70 ? rootOf(leaves.slice(0, size), sha256) : null,
);
const rootAt = (size: number) => roots[size] ?? rootOf(leaves.slice(0, size), sha256);
const emptyRoot = rootAt(0);

/** RFC 6962 section 2.1.2 word for word: SUBPROOF(m, D[n], b). */
function subproof(m: number, list: readonly Uint8Array[], whole: boolean): Uint8Array[] {
  if (m === list.length) return whole ? [] : [rootOf(list, sha256)];
  const k = splitPoint(list.length);
  return m <= k
    ? [...subproof(m, list.slice(0, k), whole), rootOf(list.slice(k), sha256)]
    : [...subproof(m - k, list.slice(k), false), rootOf(list.slice(0, k), sha256)];
}

async function prove(oldSize: number, newSize: number): Promise<GrowthClaim> {
  const answer = await proveConsistency(treeOf(log.files, newSize), oldSize);
  assert.ok(answer.ok);
  return { oldSize, newSize, oldRoot: rootAt(oldSize), newRoot: rootAt(newSize), proof: answer.proof };
}

test('proofs of the RFC 6962 reference tree (C01, C03)', async () => {
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
  const fromOne = await proveConsistency(memoryLog(entries).tree, 1);
  assert.ok(fromOne.ok);
  assert.deepEqual(fromOne.proof.map(hex), [
    '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
  ]);
  const toFive = await proveConsistency(memoryLog(entries.slice(0, 5)).tree, 2);
  assert.ok(toFive.ok);
  assert.deepEqual(toFive.proof.map(hex), [
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
  ]);
});

test('proof of numbered leaves from 3 to 7 (LC1)', async () => {
  assert.deepEqual((await prove(3, 7)).proof.map(base64), [
    'qze6NNHf4pAV3nF6bVdkqPsCnDp6D1tkuTtUNRiFv3w=',
    'WL0UluFoSqySAcLmh+565PUclqiw2B7zWDYouT0800U=',
    '/F9riP+FVPdbsvnm85wxsZNtRLaSdu33sSBalVuXYeM=',
    'AVcbVXvHBnJlDUZ8e62DN+CafzVKcgUfI7Q6eCwPSOY=',
  ]);
});

test('every proof between sizes up to 70 is the proof by definition, and holds', async () => {
  for (let newSize = 1; newSize <= 70; newSize++) {
    for (let oldSize = 1; oldSize <= newSize; oldSize++) {
      const claim = await prove(oldSize, newSize);
      const expected = subproof(oldSize, leaves.slice(0, newSize), true);
      assert.deepEqual(claim.proof.map(hex), expected.map(hex), `${oldSize} to ${newSize}`);
      assert.deepEqual(verifyConsistency(claim, sha256), { ok: true }, `${oldSize} to ${newSize}`);
    }
  }
});

test('proofs hold across the edges of tiles', async () => {
  const sizes = [1, 2, 127, 128, 129, 255, 256, 257, 300, 511, 512, 513, 600];
  for (const [i, oldSize] of sizes.entries()) {
    for (const newSize of sizes.slice(i)) {
      assert.deepEqual(
        verifyConsistency(await prove(oldSize, newSize), sha256),
        { ok: true },
        `${oldSize} ${newSize}`,
      );
    }
  }
});

test('proofs hold around 65,536 leaves', async () => {
  const list = hashList(hashEntries(numberedLeaves(65_537), sha256));
  const grown = memoryLog(numberedLeaves(65_537), [65_535, 65_536, 65_537]);
  const known = new Map<number, Uint8Array>();
  const rootOnce = (size: number) => {
    const root = known.get(size) ?? rootOf(list.slice(0, size), sha256);
    known.set(size, root);
    return root;
  };
  for (const [oldSize, newSize] of [
    [255, 65_535],
    [256, 65_536],
    [257, 65_537],
    [65_535, 65_536],
    [65_535, 65_537],
    [65_536, 65_537],
  ] as const) {
    const answer = await proveConsistency(treeOf(grown.files, newSize), oldSize);
    assert.ok(answer.ok);
    const [oldRoot, newRoot] = [rootOnce(oldSize), rootOnce(newSize)];
    const claim = { oldSize, newSize, oldRoot, newRoot, proof: answer.proof };
    assert.deepEqual(verifyConsistency(claim, sha256), { ok: true }, `${oldSize} to ${newSize}`);
  }
});

test('one flipped bit anywhere is refused', async () => {
  const flip = (bytes: Uint8Array, bit: number) =>
    bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
  for (let newSize = 2; newSize <= 70; newSize++) {
    for (const oldSize of [1, Math.ceil(newSize / 2), newSize - 1]) {
      const claim = await prove(oldSize, newSize);
      const bit = (newSize * 41 + oldSize) % 256;
      for (let line = 0; line < claim.proof.length; line++) {
        const proof = claim.proof.map((hash, i) => (i === line ? flip(hash, bit) : hash));
        assert.equal(
          verifyConsistency({ ...claim, proof }, sha256).ok,
          false,
          `${oldSize} ${newSize} ${line}`,
        );
      }
      assert.equal(verifyConsistency({ ...claim, oldRoot: flip(claim.oldRoot, bit) }, sha256).ok, false);
      assert.equal(verifyConsistency({ ...claim, newRoot: flip(claim.newRoot, bit) }, sha256).ok, false);
    }
  }
});

test('a rewritten past has no proof: the honest one does not fit (case 17)', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 70 }), fc.nat(), async (newSize, a) => {
      const oldSize = 1 + (a % newSize);
      const rewritten = numberedLeaves(newSize);
      rewritten[a % oldSize] = new Uint8Array([1, 2, 3]);
      const other = memoryLog(rewritten);
      const answer = await proveConsistency(other.tree, oldSize);
      assert.ok(answer.ok);
      const claim = { oldSize, newSize, oldRoot: rootAt(oldSize), newRoot: other.root, proof: answer.proof };
      assert.equal(verifyConsistency(claim, sha256).ok, false);
    }),
    { numRuns: 100 },
  );
});

test('a line too many, too few, or none is refused', async () => {
  const claim = await prove(5, 64);
  const { proof } = claim;
  const because = (changed: Uint8Array[]) => {
    const verdict = verifyConsistency({ ...claim, proof: changed }, sha256);
    return verdict.ok ? 'ok' : verdict.because;
  };
  assert.equal(because([...proof, leaves[0]!]), 'the proof is too long');
  assert.equal(because(proof.slice(0, -1)), 'the proof is too short');
  assert.equal(because([]), 'the proof is empty');
  assert.equal(because(proof.toReversed()), 'the proof leads to another old root');
  const fromTwo = await prove(2, 64);
  assert.equal(verifyConsistency({ ...fromTwo, proof: [] }, sha256).ok, false);
});

test('one size: equal roots and an empty proof, nothing else', async () => {
  const claim = await prove(7, 7);
  assert.deepEqual(claim.proof, []);
  assert.deepEqual(verifyConsistency(claim, sha256), { ok: true });
  assert.deepEqual(verifyConsistency({ ...claim, newRoot: rootAt(8) }, sha256), {
    ok: false,
    because: 'two different roots for one size',
  });
  assert.deepEqual(verifyConsistency({ ...claim, proof: [rootAt(7)] }, sha256), {
    ok: false,
    because: 'two trees of one size need no proof',
  });
});

test('size 0 to size 0 passes with the root of the empty tree only (trap 2)', () => {
  const claim = { oldSize: 0, newSize: 0, oldRoot: emptyRoot, newRoot: emptyRoot, proof: [] };
  assert.deepEqual(verifyConsistency(claim, sha256), { ok: true });
  const other = rootAt(3);
  assert.equal(verifyConsistency({ ...claim, oldRoot: other, newRoot: other }, sha256).ok, false);
  const none = new Uint8Array(0);
  assert.equal(verifyConsistency({ ...claim, oldRoot: none, newRoot: none }, sha256).ok, false);
});

test('growth out of nothing is no consistency, but may be a first contact (trap 3)', async () => {
  const claim = { oldSize: 0, newSize: 5, oldRoot: emptyRoot, newRoot: rootAt(5), proof: [] };
  assert.deepEqual(await proveConsistency(log.tree, 0), { ok: true, proof: [] });
  assert.deepEqual(verifyConsistency(claim, sha256), { ok: false, because: 'an empty tree proves nothing' });
  assert.deepEqual(verifyFirstContact(claim, sha256), { ok: true });
  assert.deepEqual(verifyFirstContact({ ...claim, proof: [rootAt(1)] }, sha256), {
    ok: false,
    because: 'a first contact has an empty proof',
  });
  assert.deepEqual(verifyFirstContact({ ...claim, newSize: 0 }, sha256), {
    ok: false,
    because: 'not the root of an empty tree',
  });
  assert.equal(verifyFirstContact({ ...claim, newRoot: new Uint8Array(31) }, sha256).ok, false);
  assert.equal(verifyFirstContact({ ...claim, newSize: -1 }, sha256).ok, false);
});

test('a log that shrinks, or sizes that are no sizes, are refused (case 16)', async () => {
  const claim = await prove(3, 7);
  for (const [oldSize, newSize] of [
    [8, 7],
    [-1, 7],
    [1.5, 7],
    [3, 2 ** 53],
    [Number.NaN, 7],
  ] as const) {
    assert.equal(
      verifyConsistency({ ...claim, oldSize, newSize }, sha256).ok,
      false,
      `${oldSize} ${newSize}`,
    );
  }
  assert.deepEqual(await proveConsistency(log.tree, 601), {
    ok: false,
    because: 'a tree of 600 entries cannot grow out of 601',
  });
});

test('hashes that are not 32 bytes are refused (trap 1)', async () => {
  const claim = await prove(3, 7);
  const because = 'a hash is not 32 bytes long';
  for (const wrong of [new Uint8Array(0), new Uint8Array(31), new Uint8Array(33)]) {
    assert.deepEqual(verifyConsistency({ ...claim, oldRoot: wrong }, sha256), { ok: false, because });
    assert.deepEqual(verifyConsistency({ ...claim, newRoot: wrong }, sha256), { ok: false, because });
    assert.deepEqual(verifyConsistency({ ...claim, proof: [...claim.proof.slice(1), wrong] }, sha256), {
      ok: false,
      because,
    });
  }
});

test('a missing tile is a refusal, not a wrong proof', async () => {
  const tree = { ...log.tree, readTiles: async () => [] };
  assert.deepEqual(await proveConsistency(tree, 5), { ok: false, because: 'tile 0/0 is missing' });
});
