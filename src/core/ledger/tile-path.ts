/** Where a tile of hashes sits: its level, its number within the level, and how many of its 256 hashes it holds. */
export type TileAt = { level: number; n: number; width: number };

/** A file of the log: a tile of hashes or a bundle of entries. */
export type LogFile = ({ kind: 'hashes' } & TileAt) | { kind: 'entries'; n: number; width: number };

/** Hashes in a full tile and entries in a full bundle. */
export const TILE_WIDTH = 256;

const LONGEST_PATH = 64; // tile/63/, six x-groups of five characters, .p/255: nothing valid is longer
const PATH = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/**
 * Path of a tile of hashes.
 *
 * The number is cut into groups of three digits, all but the last with an `x`, so that a folder and a file never
 * have the same name. Reference: C2SP tlog-tiles, "Merkle Tree".
 * @example tilePath({ level: 0, n: 1234067, width: 256 }) // 'tile/0/x001/x234/067'
 */
export function tilePath({ level, n, width }: TileAt): string {
  return `tile/${level}/${numberPath(n)}${widthSuffix(width)}`;
}

/**
 * Path of a bundle of entries.
 * @example entriesPath(0, 7) // 'tile/entries/000.p/7'
 */
export function entriesPath(n: number, width: number): string {
  return `tile/entries/${numberPath(n)}${widthSuffix(width)}`;
}

/**
 * Strict reading of either path: only what `tilePath` and `entriesPath` would have written is accepted.
 *
 * So a file has one name only, and `..`, doubled slashes and padded numbers never reach a file system or a cache.
 * @example parseTilePath('tile/1/000.p/1') // { ok: true, file: { kind: 'hashes', level: 1, n: 0, width: 1 } }
 */
export function parseTilePath(path: string): { ok: true; file: LogFile } | { ok: false; because: string } {
  const parts = path.length <= LONGEST_PATH ? PATH.exec(path) : null;
  if (!parts) return { ok: false, because: 'not a tile path' };
  const [, level = '', digits = '', partial] = parts;
  if (digits.startsWith('x000')) return { ok: false, because: 'the tile number starts with an empty group' };
  const n = Number(digits.replaceAll(/[x/]/g, ''));
  if (!Number.isSafeInteger(n * TILE_WIDTH)) return { ok: false, because: 'the tile number is too large' };
  const width = partial === undefined ? TILE_WIDTH : Number(partial);
  if (partial !== undefined && width >= TILE_WIDTH)
    return { ok: false, because: 'a partial tile has 1 to 255 hashes' };
  if (level === 'entries') return { ok: true, file: { kind: 'entries', n, width } };
  if (Number(level) > 63) return { ok: false, because: 'the level is above 63' };
  return { ok: true, file: { kind: 'hashes', level: Number(level), n, width } };
}

/**
 * How many hashes tile `n` of a level holds in a tree of `size` leaves; 0 when it does not exist.
 *
 * Reference: C2SP tlog-tiles, "Partial Tiles". Levels beyond 6 are empty for every size below 2^53.
 * @example tileWidthAt(0, 273, 70_000) // 112
 */
export function tileWidthAt(level: number, n: number, size: number): number {
  const hashes = Math.floor(size / TILE_WIDTH ** level);
  return Math.max(0, Math.min(TILE_WIDTH, hashes - n * TILE_WIDTH));
}

function numberPath(n: number): string {
  const groups = [String(n % 1000).padStart(3, '0')];
  for (let rest = Math.floor(n / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`);
  }
  return groups.join('/');
}

function widthSuffix(width: number): string {
  return width === TILE_WIDTH ? '' : `.p/${width}`;
}
