import { hashAt } from './bytes.ts';
import { HASH_LENGTH, type Hash } from './primitives.ts';

const LARGEST_REUSED_ENTRY = 4096;
/** Scratch for hash inputs, `0x00 entry` and `0x01 left right`: no garbage per node beyond the hash itself. */
const leafInput = new Uint8Array(1 + LARGEST_REUSED_ENTRY);
const nodeInput = new Uint8Array(1 + 2 * HASH_LENGTH);
nodeInput[0] = 1;

/**
 * Leaf hash: SHA-256(0x00 || entry).
 *
 * The prefix byte keeps leaves and nodes apart, so that no entry can be passed off as an inner node.
 * Reference: RFC 6962 section 2.1. Complexity: one hash over the entry.
 * @example leafHash(textBytes('hello world'), sha256) // 4ecd…6c16f in hex
 */
export function leafHash(entry: Uint8Array, hash: Hash): Uint8Array {
  const input = entry.length <= LARGEST_REUSED_ENTRY ? leafInput : new Uint8Array(1 + entry.length);
  input.set(entry, 1);
  return hash(input.subarray(0, 1 + entry.length));
}

/** Node hash: SHA-256(0x01 || left || right). Reference: RFC 6962 section 2.1. */
export function nodeHash(left: Uint8Array, right: Uint8Array, hash: Hash): Uint8Array {
  nodeInput.set(left, 1);
  nodeInput.set(right, 1 + HASH_LENGTH);
  return hash(nodeInput);
}

/**
 * Root of a perfect tree over 1, 2, 4 … 256 hashes laid end to end.
 *
 * Halves a copy in place, layer by layer. Complexity: count − 1 node hashes, one copy of the input.
 * Bytes are copied one by one on purpose: no view per node is left for the garbage collector.
 */
export function perfectRoot(hashes: Uint8Array, hash: Hash): Uint8Array {
  const layer = new Uint8Array(hashes);
  for (let width = hashes.length / HASH_LENGTH; width > 1; width /= 2) {
    for (let i = 0; i < width; i += 2) {
      const from = i * HASH_LENGTH;
      for (let byte = 0; byte < 2 * HASH_LENGTH; byte++) nodeInput[1 + byte] = layer[from + byte]!; // in range
      layer.set(hash(nodeInput), from / 2);
    }
  }
  return layer.slice(0, HASH_LENGTH);
}

/**
 * Merkle tree hash of any list of leaf hashes, straight from the definition: the yardstick for everything else here.
 *
 * Reference: RFC 6962 section 2.1. Complexity: n − 1 node hashes; an empty list gives SHA-256 of nothing.
 */
export function rootOf(leafHashes: readonly Uint8Array[], hash: Hash): Uint8Array {
  if (leafHashes.length === 0) return hash(new Uint8Array(0));
  return rangeRoot(leafHashes, { start: 0, end: leafHashes.length }, hash);
}

/** Largest power of two below `count` (count ≥ 2): where RFC 6962 splits a tree. Exact up to 2^53, unlike log2. */
export function splitPoint(count: number): number {
  let left = 1;
  while (left * 2 < count) left *= 2;
  return left;
}

function rangeRoot(
  leaves: readonly Uint8Array[],
  range: { start: number; end: number },
  hash: Hash,
): Uint8Array {
  const { start, end } = range;
  if (end - start === 1) return leaves[start]!; // in range by construction
  const middle = start + splitPoint(end - start);
  return nodeHash(
    rangeRoot(leaves, { start, end: middle }, hash),
    rangeRoot(leaves, { start: middle, end }, hash),
    hash,
  );
}

/** Packed 32-byte hashes as a list of views. */
export function hashList(hashes: Uint8Array): Uint8Array[] {
  return Array.from({ length: hashes.length / HASH_LENGTH }, (_, i) => hashAt(hashes, i));
}
