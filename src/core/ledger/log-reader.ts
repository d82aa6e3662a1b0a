import { LONGEST_ENTRY } from './entry.ts';
import { HASH_LENGTH } from './primitives.ts';
import { entriesPath, TILE_WIDTH, type TileAt, tilePath } from './tile-path.ts';

/**
 * The files of a log, from a folder or over HTTP. `null` means: not there. Anything else that goes wrong is thrown.
 * Readers stop at `LARGEST_LOG_FILE` bytes after unpacking, so that a small answer cannot unfold into a huge one.
 */
export type LogReader = {
  checkpoint(): Promise<string | null>;
  tile(level: number, n: number, width: number): Promise<Uint8Array | null>;
  entries(n: number, width: number): Promise<Uint8Array | null>;
};

/** No file of our log is larger: a full bundle of the longest entries. Tiles have 8 KiB, notes less than 1 MB. */
export const LARGEST_LOG_FILE = TILE_WIDTH * (2 + LONGEST_ENTRY);

type Read = { ok: true; bytes: Uint8Array } | { ok: false; because: string };

/**
 * Reads a tile of exactly the width a checkpoint asks for.
 *
 * A partial tile may be gone once the full one exists; then the beginning of the full one is as good.
 * Reference: C2SP tlog-tiles, "Partial Tiles".
 */
export async function readTile(reader: LogReader, at: TileAt): Promise<Read> {
  const exact = await reader.tile(at.level, at.n, at.width);
  const [hashes, width] = exact ? [exact, at.width] : [await full(), TILE_WIDTH];
  if (!hashes) return { ok: false, because: `${tilePath(at)} is missing` };
  if (hashes.length !== width * HASH_LENGTH) {
    return { ok: false, because: `${tilePath({ ...at, width })} does not hold exactly ${width} hashes` };
  }
  return { ok: true, bytes: hashes.subarray(0, at.width * HASH_LENGTH) };

  function full(): Promise<Uint8Array | null> {
    return at.width === TILE_WIDTH ? Promise.resolve(null) : reader.tile(at.level, at.n, TILE_WIDTH);
  }
}

/** Reads a bundle, or the full one in place of a partial one; `whole` says how many entries it must hold. */
export async function readBundle(
  reader: LogReader,
  n: number,
  width: number,
): Promise<{ ok: true; bytes: Uint8Array; whole: number } | { ok: false; because: string }> {
  const exact = await reader.entries(n, width);
  const bytes = exact ?? (width < TILE_WIDTH ? await reader.entries(n, TILE_WIDTH) : null);
  if (!bytes) return { ok: false, because: `${entriesPath(n, width)} is missing` };
  if (bytes.length > LARGEST_LOG_FILE) return { ok: false, because: `${entriesPath(n, width)} is too large` };
  return { ok: true, bytes, whole: exact ? width : TILE_WIDTH };
}
