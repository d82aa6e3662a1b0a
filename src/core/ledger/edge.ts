import { nodeHash, perfectRoot } from './merkle.ts';
import { HASH_LENGTH, type Hash } from './primitives.ts';
import { TILE_WIDTH, type TileAt, tileWidthAt } from './tile-path.ts';

/**
 * The right edge of a tree: the partial tile of each level, hashes laid end to end, empty where the level has none.
 * All that is needed to append; at most 7 × 8 KiB whatever the size.
 */
export type Edge = { size: number; partials: readonly Uint8Array[] };

/** The edge of a log without entries. */
export const EMPTY_EDGE: Edge = { size: 0, partials: [] };

/**
 * The partial tiles that have to be loaded before appending to a tree of `size` leaves.
 *
 * Reference: C2SP tlog-tiles, "Partial Tiles". Complexity: one per base-256 digit of the size that is not zero.
 * @example edgeTiles(256) // [{ level: 1, n: 0, width: 1 }]
 */
export function edgeTiles(size: number): TileAt[] {
  const tiles: TileAt[] = [];
  for (let level = 0; TILE_WIDTH ** level <= size; level++) {
    const n = Math.floor(size / TILE_WIDTH ** (level + 1));
    const width = tileWidthAt(level, n, size);
    if (width > 0) tiles.push({ level, n, width });
  }
  return tiles;
}

/**
 * Builds the edge out of the tiles that `edgeTiles` named, in that order.
 *
 * Lengths are checked here once; that the hashes are right is for the caller to check with `edgeRoot` against the
 * stored root, which costs some hundred hashes and catches a torn or foreign tile before anything is appended to it.
 */
export function openEdge(
  size: number,
  contents: readonly (Uint8Array | null | undefined)[],
): { ok: true; edge: Edge } | { ok: false; because: string } {
  const partials: Uint8Array[] = [];
  for (const [i, { level, n, width }] of edgeTiles(size).entries()) {
    const hashes = contents[i];
    if (hashes?.length !== width * HASH_LENGTH) {
      return { ok: false, because: `tile ${level}/${n} should hold ${width} hashes` };
    }
    while (partials.length < level) partials.push(new Uint8Array(0));
    partials.push(hashes);
  }
  return { ok: true, edge: { size, partials } };
}

/**
 * Root of the whole tree, from its right edge alone.
 *
 * Each binary digit of the size that is one stands for a perfect subtree; they are joined from the right, smallest
 * first. Reference: RFC 6962 section 2.1. Complexity: at most 255 node hashes per level.
 */
export function edgeRoot(edge: Edge, hash: Hash): Uint8Array {
  let root: Uint8Array | null = null;
  for (const hashes of edge.partials) {
    for (let end = hashes.length / HASH_LENGTH; end > 0; ) {
      const count = end & -end; // lowest binary digit that is one; at most 128
      const subtree = perfectRoot(hashes.subarray((end - count) * HASH_LENGTH, end * HASH_LENGTH), hash);
      root = root ? nodeHash(subtree, root, hash) : subtree;
      end -= count;
    }
  }
  return root ?? hash(new Uint8Array(0));
}
