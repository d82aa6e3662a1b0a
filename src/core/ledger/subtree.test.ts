import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryLog, numberedLeaves } from '../../testing/memory-log.ts';
import { sha256 } from '../../testing/native-crypto.ts';
import { hashEntries } from './bundle.ts';
import { hashList, rootOf } from './merkle.ts';
import { rangeRoots } from './subtree.ts';
import { type TileAt, tilePath } from './tile-path.ts';

const leaves = hashList(hashEntries(numberedLeaves(66_000), sha256));
const large = memoryLog(numberedLeaves(66_000));
const byDefinition = (start: number, end: number) => Buffer.from(rootOf(leaves.slice(start, end), sha256));

test('the root of any range a proof can ask for is the root by definition', async () => {
  const ranges = [
    [0, 1],
    [65_999, 66_000],
    [0, 2],
    [128, 256],
    [0, 256],
    [256, 512],
    [0, 65_536],
    [32_768, 65_536],
    [65_536, 66_000],
    [65_536, 65_999],
    [0, 66_000],
  ].map(([start = 0, end = 0]) => ({ start, end }));
  const answer = await rangeRoots(ranges, large.tree);
  assert.ok(answer.ok);
  for (const [i, { start, end }] of ranges.entries()) {
    assert.deepEqual(Buffer.from(answer.roots[i]!), byDefinition(start, end), `${start} to ${end}`);
  }
});

test('all tiles are asked for in one call, each once', async () => {
  const asked: (readonly TileAt[])[] = [];
  const tree = {
    ...large.tree,
    readTiles: (tiles: readonly TileAt[]) => {
      asked.push(tiles);
      return large.tree.readTiles(tiles);
    },
  };
  await rangeRoots(
    [
      { start: 0, end: 1 },
      { start: 2, end: 4 },
      { start: 65_536, end: 66_000 },
    ],
    tree,
  );
  assert.deepEqual(
    asked.map((tiles) => tiles.map(tilePath)),
    [['tile/0/000', 'tile/1/001.p/1', 'tile/0/257.p/208']],
  );
});

test('no range, no reading', async () => {
  const tree = { ...large.tree, readTiles: () => Promise.reject(new Error('nothing to read')) };
  assert.deepEqual(await rangeRoots([], tree), { ok: true, roots: [] });
});

test('a tile that has grown since is as good as the partial one', async () => {
  const small = { ...large.tree, size: 300 };
  const answer = await rangeRoots([{ start: 256, end: 300 }], small);
  assert.ok(answer.ok);
  assert.deepEqual(Buffer.from(answer.roots[0]!), byDefinition(256, 300));
});

test('a missing or damaged tile is named', async () => {
  const withTile = (tile: Uint8Array | null) => ({ ...large.tree, size: 300, readTiles: async () => [tile] });
  const ranges = [{ start: 256, end: 300 }];
  assert.deepEqual(await rangeRoots(ranges, withTile(null)), { ok: false, because: 'tile 0/1 is missing' });
  for (const length of [0, 43 * 32, 44 * 32 - 1, 44 * 32 + 1]) {
    assert.deepEqual(
      await rangeRoots(ranges, withTile(new Uint8Array(length))),
      { ok: false, because: 'tile 0/1 should hold 44 hashes' },
      String(length),
    );
  }
});

test('the roots are copies: changing them does not damage a tile kept in memory', async () => {
  const range = [{ start: 0, end: 1 }];
  const first = await rangeRoots(range, large.tree);
  assert.ok(first.ok);
  first.roots[0]!.fill(0);
  const second = await rangeRoots(range, large.tree);
  assert.ok(second.ok);
  assert.deepEqual(Buffer.from(second.roots[0]!), byDefinition(0, 1));
});
