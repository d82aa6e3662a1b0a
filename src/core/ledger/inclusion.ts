import { sameBytes } from './bytes.ts';
import { nodeHash, splitPoint } from './merkle.ts';
import { HASH_LENGTH, type Hash } from './primitives.ts';
import { type Range, rangeRoots, type TiledTree } from './subtree.ts';

/** Everything needed to check that a leaf is at an index of a tree with a known root. */
export type InclusionClaim = {
  index: number;
  size: number;
  leaf: Uint8Array;
  root: Uint8Array;
  proof: readonly Uint8Array[];
};

/**
 * Inclusion proof: the sibling hashes on the way from a leaf up to the root.
 *
 * With them, whoever holds one entry and the root can check that the entry is in the log, without seeing any other
 * entry. Reference: RFC 6962 section 2.1.1. Complexity: ⌈log2 size⌉ hashes, one read of the tiles.
 * @example await proveInclusion({ size: 8, readTiles, hash }, 0) // { ok: true, proof: [three hashes] }
 */
export async function proveInclusion(
  tree: TiledTree,
  index: number,
): Promise<{ ok: true; proof: Uint8Array[] } | { ok: false; because: string }> {
  const because = misplaced(index, tree.size);
  if (because) return { ok: false, because };
  const answer = await rangeRoots(siblingRanges(index, tree.size), tree);
  return answer.ok ? { ok: true, proof: answer.roots } : answer;
}

/**
 * Checks an inclusion proof.
 *
 * Walks up from the leaf; the bits of the index say on which side each sibling stands. Hashes that are not exactly
 * 32 bytes are refused first: otherwise an empty "leaf" with an empty "root" would pass.
 * Reference: RFC 9162 section 2.1.3.2. Complexity: one node hash per proof line.
 */
export function verifyInclusion(
  claim: InclusionClaim,
  hash: Hash,
): { ok: true } | { ok: false; because: string } {
  const because = misplaced(claim.index, claim.size);
  if (because) return { ok: false, because };
  if ([claim.leaf, claim.root, ...claim.proof].some((bytes) => bytes.length !== HASH_LENGTH)) {
    return { ok: false, because: 'a hash is not 32 bytes long' };
  }
  let node = claim.leaf;
  let at = claim.index;
  let last = claim.size - 1;
  for (const sibling of claim.proof) {
    if (last === 0) return { ok: false, because: 'the proof is too long' };
    if (at % 2 === 1 || at === last) {
      node = nodeHash(sibling, node, hash);
      // The last node of a layer has no right neighbour: it rises unhashed until it is somebody's right child.
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else {
      node = nodeHash(node, sibling, hash);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  if (last !== 0) return { ok: false, because: 'the proof is too short' };
  return sameBytes(node, claim.root)
    ? { ok: true }
    : { ok: false, because: 'the proof leads to another root' };
}

/** Indices above 2^53 would need BigInt; no log of ours gets there, so they are refused. */
function misplaced(index: number, size: number): string | null {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size))
    return 'index and size must be whole numbers';
  return index >= 0 && index < size ? null : `index ${index} is outside a tree of ${size} entries`;
}

/**
 * The siblings as ranges of leaves, from the leaf's own up to the one below the root.
 *
 * Goes down from the root to the leaf and keeps the half it does not enter; a proof is read upwards, hence the
 * reversal. Reference: PATH in RFC 6962 section 2.1.1. Complexity: one step per level.
 */
function siblingRanges(index: number, size: number): Range[] {
  const ranges: Range[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitPoint(end - start);
    if (index < middle) {
      ranges.push({ start: middle, end });
      end = middle;
    } else {
      ranges.push({ start, end: middle });
      start = middle;
    }
  }
  return ranges.reverse();
}
