import { HASH_LENGTH } from '../../../core/ledger/primitives.ts';
import { TILE_WIDTH, tileWidthAt } from '../../../core/ledger/tile-path.ts';
import type { Tile } from '../../../core/ledger/tiles.ts';
import { byteaArray } from '../../../db/binary-array.ts';
import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { ForkAlarm } from './fork-alarm.ts';
import type { Run, WaitingCommit } from './lay-out-entries.ts';

/**
 * Stores what grew. New rows are plain inserts, so that a second writer ends in a key violation; a row that grows must
 * be exactly as it was left, and its old bytes the beginning of the new ones. Anything else is a fork.
 */
export async function storeGrowth(
  tx: Tx,
  growth: { size: number; runs: readonly Run[]; tiles: readonly Tile[]; commits: readonly WaitingCommit[] },
): Promise<void> {
  const { size, tiles, commits } = growth;
  await storeRuns(tx, size, growth.runs);
  await insertTiles(
    tx,
    tiles.filter((tile) => widthBefore(tile, size) === 0),
  );
  await growTiles(
    tx,
    tiles.filter((tile) => widthBefore(tile, size) > 0),
    size,
  );
  await insertCommits(tx, size, commits);
}

function widthBefore({ level, n }: Tile, size: number): number {
  return tileWidthAt(level, n, size);
}

async function storeRuns(tx: Tx, size: number, runs: readonly Run[]): Promise<void> {
  const [first, ...others] = runs;
  const filled = size % TILE_WIDTH;
  if (!first || filled === 0 || filled + first.width < TILE_WIDTH) return insertRuns(tx, runs);
  await completeBundle(tx, size - filled, first);
  await insertRuns(tx, others);
}

/** Makes one run out of the runs of a bundle that is full now. */
async function completeBundle(tx: Tx, position: number, last: Run): Promise<void> {
  const bundle = await tx.row<{ width: number }>({
    name: 'ledger-complete-bundle',
    ...sql`
      with runs as (
        delete from ledger_bundle
        where position >= ${position}::bigint and position < ${last.position}::bigint
        returning position, width, entries, lengths)
      insert into ledger_bundle (position, width, entries, lengths)
      select ${position}::bigint, sum(width) + ${last.width}::smallint,
        string_agg(entries, ''::bytea order by position) || ${last.entries}::bytea,
        string_agg(lengths, ''::bytea order by position) || ${last.lengths}::bytea
      from runs
      returning width`,
  });
  if (bundle?.width === TILE_WIDTH) return;
  throw new ForkAlarm(`The stored entries from ${position} to ${last.position} are not complete.`);
}

async function insertRuns(tx: Tx, runs: readonly Run[]): Promise<void> {
  if (runs.length === 0) return;
  await tx.run({
    name: 'ledger-insert-runs',
    ...sql`
      insert into ledger_bundle (position, width, entries, lengths)
      select position, width, entries, lengths
      from unnest(${runs.map((run) => run.position)}::bigint[], ${runs.map((run) => run.width)}::smallint[],
        ${byteaArray(runs.map((run) => run.entries))}::bytea[],
        ${byteaArray(runs.map((run) => run.lengths))}::bytea[]) as given (position, width, entries, lengths)`,
  });
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

async function insertCommits(tx: Tx, size: number, commits: readonly WaitingCommit[]): Promise<void> {
  let next = size;
  const positions = commits.map((commit) => {
    const position = next;
    next += commit.entryCount;
    return position;
  });
  await tx.run({
    name: 'ledger-insert-commits',
    ...sql`
      insert into ledger_commit (commit_id, position, entry_count)
      select commit_id, position, entry_count
      from unnest(${commits.map((commit) => commit.commitId)}::uuid[], ${positions}::bigint[],
        ${commits.map((commit) => commit.entryCount)}::integer[]) as given (commit_id, position, entry_count)`,
  });
}
