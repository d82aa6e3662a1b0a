import { HASH_LENGTH } from '../../../core/ledger/primitives.ts';
import type { ReadTiles } from '../../../core/ledger/subtree.ts';
import type { TileAt } from '../../../core/ledger/tile-path.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';

/** 8 KiB each: 8 MiB at most. */
const mostTilesKept = 1024;

/**
 * Reads tiles for proofs, all missing ones in one round trip. Tiles only grow, so one that was wide enough once stays
 * right; the least recently used leave first.
 */
export function openTileReader(db: Db): ReadTiles {
  const kept = new Map<string, Uint8Array>();
  return async (tiles) => {
    const found = tiles.map((tile) => recall(kept, tile));
    const missing = tiles.filter((_, i) => !found[i]);
    if (missing.length === 0) return found;
    const loaded = await selectTiles(db, missing);
    for (const [i, tile] of missing.entries()) remember(kept, tile, loaded[i] ?? null);
    let next = 0;
    return found.map((hashes) => hashes ?? loaded[next++] ?? null);
  };
}

/** Tiles in the order asked, `null` where there is none. A tile may be wider than asked: the log has grown since. */
export async function selectTiles(db: Db, tiles: readonly TileAt[]): Promise<(Uint8Array | null)[]> {
  if (tiles.length === 0) return [];
  const rows = await db.rows<{ hashes: Buffer | null }>({
    name: 'ledger-tiles',
    ...sql`
      select ledger_tile.hashes
      from unnest(${tiles.map((tile) => tile.level)}::smallint[], ${tiles.map((tile) => tile.n)}::bigint[])
        with ordinality as wanted (level, n, place)
      left join ledger_tile on ledger_tile.level = wanted.level and ledger_tile.n = wanted.n
      order by wanted.place`,
  });
  // As plain arrays: what takes a `slice` of a tile must get a copy, and that of a Node buffer is a view.
  return rows.map(({ hashes }) => hashes && new Uint8Array(hashes));
}

function recall(kept: Map<string, Uint8Array>, { level, n, width }: TileAt): Uint8Array | null {
  const key = `${level}/${n}`;
  const hashes = kept.get(key);
  if (!hashes || hashes.length < width * HASH_LENGTH) return null;
  // A map keeps the order of insertion: what is put in again is the youngest.
  kept.delete(key);
  kept.set(key, hashes);
  return hashes;
}

function remember(kept: Map<string, Uint8Array>, { level, n }: TileAt, hashes: Uint8Array | null): void {
  if (!hashes) return;
  kept.set(`${level}/${n}`, hashes);
  const [oldest] = kept.keys();
  if (kept.size > mostTilesKept && oldest !== undefined) kept.delete(oldest);
}
