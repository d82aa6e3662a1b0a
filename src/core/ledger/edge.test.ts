import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { numberedLeaves } from '../../testing/memory-log.ts';
import { sha256 } from '../../testing/native-crypto.ts';
import { hashEntries } from './bundle.ts';
import { EMPTY_EDGE, edgeRoot, edgeTiles, openEdge } from './edge.ts';
import { hashList, rootOf } from './merkle.ts';
import { growEdge } from './tiles.ts';

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

test('the edge of an empty log has no tiles and the root of the empty tree', () => {
  assert.deepEqual(edgeTiles(0), []);
  assert.deepEqual(openEdge(0, []), { ok: true, edge: EMPTY_EDGE });
  assert.deepEqual(Buffer.from(edgeRoot(EMPTY_EDGE, sha256)), Buffer.from(sha256(new Uint8Array(0))));
});

test('partial tiles to load, by size', () => {
  assert.deepEqual(edgeTiles(1), [{ level: 0, n: 0, width: 1 }]);
  assert.deepEqual(edgeTiles(255), [{ level: 0, n: 0, width: 255 }]);
  assert.deepEqual(edgeTiles(256), [{ level: 1, n: 0, width: 1 }]);
  assert.deepEqual(edgeTiles(257), [
    { level: 0, n: 1, width: 1 },
    { level: 1, n: 0, width: 1 },
  ]);
  assert.deepEqual(edgeTiles(65_535), [
    { level: 0, n: 255, width: 255 },
    { level: 1, n: 0, width: 255 },
  ]);
  assert.deepEqual(edgeTiles(65_536), [{ level: 2, n: 0, width: 1 }]);
  assert.deepEqual(edgeTiles(70_000), [
    { level: 0, n: 273, width: 112 },
    { level: 1, n: 1, width: 17 },
    { level: 2, n: 0, width: 1 },
  ]);
});

test('the largest size has seven levels and nothing overflows', () => {
  const tiles = edgeTiles(Number.MAX_SAFE_INTEGER);
  assert.deepEqual(
    tiles.map(({ width }) => width),
    [255, 255, 255, 255, 255, 255, 31],
  );
  assert.equal(tiles[0]?.n, 2 ** 45 - 1);
});

test('an edge opened from its stored tiles is the edge that was stored', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), (size) => {
      const { edge } = growEdge(EMPTY_EDGE, hashEntries(numberedLeaves(size), sha256), sha256);
      const stored = edgeTiles(size).map(({ level }) => edge.partials[level]);
      const opened = openEdge(size, stored);
      assert.ok(opened.ok);
      assert.deepEqual(base64(edgeRoot(opened.edge, sha256)), base64(edgeRoot(edge, sha256)));
    }),
    { numRuns: 30 },
  );
});

test('a missing, short or long tile is refused by name', () => {
  const hashes = (count: number) => new Uint8Array(32 * count);
  const because = 'tile 1/0 should hold 1 hashes';
  assert.deepEqual(openEdge(257, [hashes(1)]), { ok: false, because });
  assert.deepEqual(openEdge(257, [hashes(1), null]), { ok: false, because });
  assert.deepEqual(openEdge(257, [hashes(1), hashes(2)]), { ok: false, because });
  assert.deepEqual(openEdge(257, [hashes(1), new Uint8Array(31)]), { ok: false, because });
  assert.deepEqual(openEdge(257, [hashes(0), hashes(1)]), {
    ok: false,
    because: 'tile 0/1 should hold 1 hashes',
  });
  assert.equal(openEdge(257, [hashes(1), hashes(1)]).ok, true);
});

test('the root from the edge is the root by definition, for every size up to 300', () => {
  const leaves = hashEntries(numberedLeaves(300), sha256);
  for (let size = 0; size <= 300; size++) {
    const added = leaves.subarray(0, size * 32);
    const { edge } = growEdge(EMPTY_EDGE, added, sha256);
    assert.equal(base64(edgeRoot(edge, sha256)), base64(rootOf(hashList(added), sha256)), String(size));
  }
});
