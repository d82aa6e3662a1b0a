import { HASH_LENGTH } from '../../../core/ledger/primitives.ts';
import { tileWidthAt } from '../../../core/ledger/tile-path.ts';
import type { Tile } from '../../../core/ledger/tiles.ts';
import { byteaArray } from '../../../db/binary-array.ts';
import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { ForkAlarm } from './fork-alarm.ts';
import type { MeasuredCommit } from './lay-out-entries.ts';

/**
 * Stores what grew. Commits get the place they did not have; new tiles are plain inserts, so that a second writer ends in
 * a key violation; a tile that grows must be exactly as it was left, and its old bytes the beginning of the new ones.
 * Anything else is a fork.
 */
export async function storeGrowth(
  tx: Tx,
  growth: { size: number; tiles: readonly Tile[]; commits: readonly MeasuredCommit[] },
): Promise<void> {
  const { size, tiles, commits } = growth;
  await placeCommits(tx, size, commits);
  await insertTiles(
    tx,
    tiles.filter((tile) => widthBefore(tile, size) === 0),
  );
  await growTiles(
    tx,
    tiles.filter((tile) => widthBefore(tile, size) > 0),
    size,
  );
}

function widthBefore({ level, n }: Tile, size: number): number {
  return tileWidthAt(level, n, size);
}

async function insertTiles(tx: Tx, tiles: readonly Tile[]): Promise<void> {
  if (tiles.length === 0) return;
  await tx.run({
    name: 'ledger-insert-tiles',
    ...sql`
      insert into ledger_tile (level, n, width, hashes)
      select level, n, width, hashes
      from unnest(${tiles.map((tile) => tile.level)}::smallint[], ${tiles.map((tile) => tile.n)}::bigint[],
        ${tiles.map((tile) => tile.width)}::smallint[], ${byteaArray(tiles.map((tile) => tile.hashes))}::bytea[])
        as given (level, n, width, hashes)`,
  });
}

async function growTiles(tx: Tx, tiles: readonly Tile[], size: number): Promise<void> {
  if (tiles.length === 0) return;
  const grown = await tx.run({
    name: 'ledger-grow-tiles',
    ...sql`
      update ledger_tile
      set width = given.width, hashes = given.hashes
      from unnest(${tiles.map((tile) => tile.level)}::smallint[], ${tiles.map((tile) => tile.n)}::bigint[],
        ${tiles.map((tile) => tile.width)}::smallint[],
        ${tiles.map((tile) => widthBefore(tile, size))}::smallint[],
        ${byteaArray(tiles.map((tile) => tile.hashes))}::bytea[])
        as given (level, n, width, width_before, hashes)
      where ledger_tile.level = given.level
        and ledger_tile.n = given.n
        and ledger_tile.width = given.width_before
        and ledger_tile.hashes = substring(given.hashes for given.width_before * ${HASH_LENGTH}::integer)`,
  });
  if (grown === tiles.length) return;
  throw new ForkAlarm(`The last tiles of the log at ${size} entries are not as they were left.`);
}

/** The bytes of entries lie outside of the row, so giving it a place copies none of them. */
async function placeCommits(tx: Tx, size: number, commits: readonly MeasuredCommit[]): Promise<void> {
  let next = size;
  const positions = commits.map(({ entryCount }) => {
    const position = next;
    next += entryCount;
    return position;
  });
  const placed = await tx.run({
    name: 'ledger-place-commits',
    ...sql`
      update ledger_commit
      set position = given.position, lengths = given.lengths
      from unnest(${commits.map(({ commitId }) => commitId)}::uuid[], ${positions}::bigint[],
        ${byteaArray(commits.map(({ lengths }) => lengths))}::bytea[]) as given (commit_id, position, lengths)
      where ledger_commit.commit_id = given.commit_id
        and ledger_commit.position is null`,
  });
  if (placed === commits.length) return;
  throw new ForkAlarm(`${commits.length - placed} commits had a place before the leader gave it to them.`);
}
