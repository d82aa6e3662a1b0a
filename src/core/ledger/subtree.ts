import { hashAt } from './bytes.ts';
import { nodeHash, perfectRoot } from './merkle.ts';
import { HASH_LENGTH, type Hash } from './primitives.ts';
import { TILE_WIDTH, type TileAt, tileWidthAt } from './tile-path.ts';

/** Leaves `start` (included) to `end` (excluded). */
export type Range = { start: number; end: number };

/**
 * Reads many tiles in one go, in the order asked; `null` where a tile is missing. A longer version of a partial tile
 * is as good: the log only ever grows, so its first hashes are the same.
 */
export type ReadTiles = (tiles: readonly TileAt[]) => Promise<readonly (Uint8Array | null)[]>;

/** A stored tree of a given size. */
export type TiledTree = { size: number; readTiles: ReadTiles; hash: Hash };

/** A perfect subtree: `count` hashes (1 to 128) next to each other in one tile. */
type Perfect = { tile: TileAt; offset: number; count: number };

/**
 * Merkle roots of several ranges of leaves, computed from tiles.
 *
 * What both kinds of proof are made of. All tiles needed are asked for in one call, each once: a proof costs one
 * round trip to the store. Complexity: at most 2 tiles per level and 255 node hashes per tile; a log of 1 M entries
 * needs 3 to 5 tiles.
 */
export async function rangeRoots(
  ranges: readonly Range[],
  tree: TiledTree,
): Promise<{ ok: true; roots: Uint8Array[] } | { ok: false; because: string }> {
  const plan = ranges.map((range) => perfectSubtrees(range, tree.size));
  const wanted = new Map(plan.flat().map(({ tile }) => [tileKey(tile), tile]));
  const places = [...wanted.values()];
  const contents = places.length > 0 ? await tree.readTiles(places) : [];
  const tiles = new Map<string, Uint8Array>();
  for (const [i, tile] of places.entries()) {
    const hashes = contents[i];
    if (!hashes) return { ok: false, because: `tile ${tileKey(tile)} is missing` };
    if (hashes.length % HASH_LENGTH !== 0 || hashes.length < tile.width * HASH_LENGTH) {
      return { ok: false, because: `tile ${tileKey(tile)} should hold ${tile.width} hashes` };
    }
    tiles.set(tileKey(tile), hashes);
  }
  return { ok: true, roots: plan.map((subtrees) => joinSubtrees(subtrees, tiles, tree.hash)) };
}

/**
 * Cuts a range into perfect subtrees, left to right, and says in which tile each one lies.
 *
 * Greedy: always the largest power of two that starts here and fits. For the ranges of RFC 6962, whose start is a
 * multiple of their size rounded up, sizes fall strictly, so the hash of the range is a fold from the right.
 */
function perfectSubtrees({ start, end }: Range, size: number): Perfect[] {
  const subtrees: Perfect[] = [];
  for (let at = start; at < end; ) {
    let span = 1;
    while (at % (span * 2) === 0 && at + span * 2 <= end) span *= 2;
    subtrees.push(placeOf(at, span, size));
    at += span;
  }
  return subtrees;
}

/** A subtree over 256^level × count leaves (count < 256) is `count` neighbouring hashes of a tile of that level. */
function placeOf(start: number, span: number, size: number): Perfect {
  let level = 0;
  let count = span;
  for (; count >= TILE_WIDTH; count /= TILE_WIDTH) level++;
  const first = start / TILE_WIDTH ** level;
  const n = Math.floor(first / TILE_WIDTH);
  return { tile: { level, n, width: tileWidthAt(level, n, size) }, offset: first % TILE_WIDTH, count };
}

function joinSubtrees(
  subtrees: readonly Perfect[],
  tiles: ReadonlyMap<string, Uint8Array>,
  hash: Hash,
): Uint8Array {
  const roots = subtrees.map(({ tile, offset, count }) => {
    const hashes = tiles.get(tileKey(tile))!; // every planned tile was read and checked above
    if (count === 1) return hashAt(hashes, offset).slice();
    return perfectRoot(hashes.subarray(offset * HASH_LENGTH, (offset + count) * HASH_LENGTH), hash);
  });
  return roots.reduceRight((right, left) => nodeHash(left, right, hash));
}

function tileKey({ level, n }: TileAt): string {
  return `${level}/${n}`;
}
