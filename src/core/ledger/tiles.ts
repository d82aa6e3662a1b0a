import { joinBytes } from './bytes.ts';
import { type Edge, edgeRoot } from './edge.ts';
import { perfectRoot } from './merkle.ts';
import { HASH_LENGTH, type Hash } from './primitives.ts';
import { TILE_WIDTH, type TileAt } from './tile-path.ts';

const FULL_TILE_BYTES = TILE_WIDTH * HASH_LENGTH;

/** A tile with its hashes laid end to end, exactly the bytes that are stored and served. */
export type Tile = TileAt & { hashes: Uint8Array };

/**
 * Appends leaf hashes (32 bytes each, end to end) and says which tiles changed and what the new root is.
 *
 * `changed` holds every tile that is new or longer than before, level by level, in the order of their numbers; a
 * tile of width 256 is final. Nothing given is altered. Reference: RFC 6962 section 2.1, C2SP tlog-tiles.
 * Complexity: 256/255 node hashes per leaf plus at most 255 per level for the root.
 * @example appendLeaves(EMPTY_EDGE, leafHashes, sha256) // { edge, changed: [tile 0/0], root }
 */
export function appendLeaves(
  edge: Edge,
  leafHashes: Uint8Array,
  hash: Hash,
): { edge: Edge; changed: Tile[]; root: Uint8Array } {
  const grown = growEdge(edge, leafHashes, hash);
  return { ...grown, root: edgeRoot(grown.edge, hash) };
}

/**
 * The same without the root, for whoever needs the root only at the end.
 *
 * Works upwards: what fills a tile is hashed into one hash for the level above. A partial tile is never hashed
 * upwards, so a tile, once full, never changes.
 */
export function growEdge(edge: Edge, leafHashes: Uint8Array, hash: Hash): { edge: Edge; changed: Tile[] } {
  if (leafHashes.length % HASH_LENGTH !== 0) throw new Error('leaf hashes must be 32 bytes each');
  const changed: Tile[] = [];
  const partials = [...edge.partials];
  let arriving = leafHashes;
  for (let level = 0; arriving.length > 0; level++) {
    const before = partials[level];
    const hashes = before ? joinBytes(before, arriving) : arriving.slice();
    const firstTile = Math.floor(edge.size / TILE_WIDTH ** (level + 1));
    const full = Math.floor(hashes.length / FULL_TILE_BYTES);
    const rising = new Uint8Array(full * HASH_LENGTH);
    for (let i = 0; i < full; i++) {
      const tile = hashes.subarray(i * FULL_TILE_BYTES, (i + 1) * FULL_TILE_BYTES);
      changed.push({ level, n: firstTile + i, width: TILE_WIDTH, hashes: tile });
      rising.set(perfectRoot(tile, hash), i * HASH_LENGTH);
    }
    const rest = hashes.slice(full * FULL_TILE_BYTES);
    const width = rest.length / HASH_LENGTH;
    if (width > 0) changed.push({ level, n: firstTile + full, width, hashes: rest });
    partials[level] = rest;
    arriving = rising;
  }
  return { edge: { size: edge.size + leafHashes.length / HASH_LENGTH, partials }, changed };
}
