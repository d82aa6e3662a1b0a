import { sameBytes } from './bytes.ts';
import { nodeHash, splitPoint } from './merkle.ts';
import { HASH_LENGTH, type Hash } from './primitives.ts';
import { type Range, rangeRoots, type TiledTree } from './subtree.ts';

/** Everything needed to check that a newer tree only added leaves to an older one. */
export type GrowthClaim = {
  oldSize: number;
  newSize: number;
  oldRoot: Uint8Array;
  newRoot: Uint8Array;
  proof: readonly Uint8Array[];
};

/**
 * Consistency proof: the hashes that show an old tree to be the beginning of the present one.
 *
 * It is what stops a log from rewriting its past: whoever kept an old root can check that nothing below it changed.
 * Reference: RFC 6962 section 2.1.2. Complexity: at most ⌈log2 size⌉ + 1 hashes, one read of the tiles.
 * @example await proveConsistency({ size: 7, readTiles, hash }, 3) // { ok: true, proof: [four hashes] }
 */
export async function proveConsistency(
  tree: TiledTree,
  oldSize: number,
): Promise<{ ok: true; proof: Uint8Array[] } | { ok: false; because: string }> {
  const because = misplaced(oldSize, tree.size);
  if (because) return { ok: false, because };
  if (oldSize === 0) return { ok: true, proof: [] };
  const answer = await rangeRoots(sharedRanges(oldSize, tree.size), tree);
  return answer.ok ? { ok: true, proof: answer.roots } : answer;
}

/**
 * Checks a consistency proof between two trees that both have been seen.
 *
 * Rebuilds both roots from the same hashes. Growth from size 0 is refused, because any tree would pass: whoever
 * means "I have never seen this log" says so with `verifyFirstContact`. Size 0 to size 0 passes only with the
 * root of the empty tree, not with any two equal values.
 * Reference: RFC 9162 section 2.1.4.2. Complexity: two node hashes per proof line.
 */
export function verifyConsistency(
  claim: GrowthClaim,
  hash: Hash,
): { ok: true } | { ok: false; because: string } {
  const { oldSize, newSize, oldRoot, newRoot, proof } = claim;
  const because = misplaced(oldSize, newSize) ?? wrongLength([oldRoot, newRoot, ...proof]);
  if (because) return { ok: false, because };
  if (oldSize === 0)
    return newSize === 0 ? verifyFirstContact(claim, hash) : refuse('an empty tree proves nothing');
  if (oldSize === newSize) {
    if (proof.length > 0) return refuse('two trees of one size need no proof');
    return sameBytes(oldRoot, newRoot) ? { ok: true } : refuse('two different roots for one size');
  }
  return rebuildRoots(claim, hash);
}

/**
 * The rule for a log never seen before: nothing to compare with, so the proof must be empty.
 *
 * Reference: C2SP tlog-witness, old size 0. An empty log must show the one root an empty log can have.
 */
export function verifyFirstContact(
  { newSize, newRoot, proof }: Pick<GrowthClaim, 'newSize' | 'newRoot' | 'proof'>,
  hash: Hash,
): { ok: true } | { ok: false; because: string } {
  const because = misplaced(0, newSize) ?? wrongLength([newRoot]);
  if (because) return { ok: false, because };
  if (proof.length > 0) return refuse('a first contact has an empty proof');
  if (newSize === 0 && !sameBytes(newRoot, hash(new Uint8Array(0))))
    return refuse('not the root of an empty tree');
  return { ok: true };
}

/**
 * Both roots from one list of hashes: those to the left of the way belong to both trees, those to the right only to
 * the new one. That the old root comes out right shows that nothing below it was touched.
 */
function rebuildRoots(claim: GrowthClaim, hash: Hash): { ok: true } | { ok: false; because: string } {
  // An old tree of 2^k leaves is itself a node of the new tree: the proof leaves it out, since the reader has it.
  const hashes = isPowerOfTwo(claim.oldSize) ? [claim.oldRoot, ...claim.proof] : claim.proof;
  const [first, ...rest] = hashes;
  if (!first || claim.proof.length === 0) return refuse('the proof is empty');
  let at = claim.oldSize - 1;
  let last = claim.newSize - 1;
  const rise = () => {
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  };
  while (at % 2 === 1) rise();
  let oldNode = first;
  let newNode = first;
  for (const sibling of rest) {
    if (last === 0) return refuse('the proof is too long');
    if (at % 2 === 1 || at === last) {
      oldNode = nodeHash(sibling, oldNode, hash);
      newNode = nodeHash(sibling, newNode, hash);
      while (at % 2 === 0 && at !== 0) rise();
    } else {
      newNode = nodeHash(newNode, sibling, hash);
    }
    rise();
  }
  if (last !== 0) return refuse('the proof is too short');
  if (!sameBytes(oldNode, claim.oldRoot)) return refuse('the proof leads to another old root');
  return sameBytes(newNode, claim.newRoot) ? { ok: true } : refuse('the proof leads to another new root');
}

/**
 * The ranges of leaves a proof is made of: where the old tree ends, and what lies beside the way up from there.
 *
 * Goes down from the root towards the last leaf of the old tree and keeps the half it does not enter. When the way
 * has only ever gone left, the old tree is a node of the new one, and the reader has its hash already.
 * Reference: SUBPROOF in RFC 6962 section 2.1.2. Complexity: one step per level.
 */
function sharedRanges(oldSize: number, size: number): Range[] {
  const ranges: Range[] = [];
  let [start, end] = [0, size];
  while (end !== oldSize) {
    const middle = start + splitPoint(end - start);
    if (oldSize <= middle) {
      ranges.push({ start: middle, end });
      end = middle;
    } else {
      ranges.push({ start, end: middle });
      start = middle;
    }
  }
  if (start > 0) ranges.push({ start, end });
  return ranges.reverse();
}

function misplaced(oldSize: number, newSize: number): string | null {
  if (!Number.isSafeInteger(oldSize) || !Number.isSafeInteger(newSize)) return 'sizes must be whole numbers';
  return oldSize >= 0 && oldSize <= newSize
    ? null
    : `a tree of ${newSize} entries cannot grow out of ${oldSize}`;
}

function wrongLength(hashes: readonly Uint8Array[]): string | null {
  return hashes.every((bytes) => bytes.length === HASH_LENGTH) ? null : 'a hash is not 32 bytes long';
}

function isPowerOfTwo(count: number): boolean {
  return count === 1 || splitPoint(count) * 2 === count;
}

function refuse(because: string): { ok: false; because: string } {
  return { ok: false, because };
}
