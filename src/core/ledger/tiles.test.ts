import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { numberedLeaves } from '../../testing/memory-log.ts';
import { sha256 } from '../../testing/native-crypto.ts';
import { hashEntries } from './bundle.ts';
import { type Edge, EMPTY_EDGE } from './edge.ts';
import { hashList, rootOf } from './merkle.ts';
import { tilePath, tileWidthAt } from './tile-path.ts';
import { appendLeaves, growEdge } from './tiles.ts';

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const allLeaves = hashEntries(numberedLeaves(65_537), sha256);
const firstLeaves = (count: number) => allLeaves.subarray(0, count * 32);

test('roots and tiles at the edges of tiles (case 14, L255, L257)', () => {
  const expected = {
    255: ['1xWSohnUBnZj7t4kf5tUw/ngKQaC1V3gm0lbB/HeQck=', ['tile/0/000.p/255']],
    257: ['hVuTaqAMuYtRFEhCSa0514pr6TYj4mwB6OSH3AIYSlo=', ['tile/0/000', 'tile/0/001.p/1', 'tile/1/000.p/1']],
  } as const;
  for (const [size, [root, paths]] of Object.entries(expected)) {
    const grown = appendLeaves(EMPTY_EDGE, firstLeaves(Number(size)), sha256);
    assert.equal(base64(grown.root), root, size);
    assert.deepEqual(grown.changed.map(tilePath), paths, size);
  }
});

test('a tree of 256 leaves: one full tile, one hash above it, no empty tile (TP4)', () => {
  const { changed, edge } = appendLeaves(EMPTY_EDGE, firstLeaves(256), sha256);
  assert.deepEqual(changed.map(tilePath), ['tile/0/000', 'tile/1/000.p/1']);
  assert.equal(edge.partials[0]?.length, 0);
});

test('the first full tile of numbered leaves has the published hash (T1)', () => {
  const { changed } = appendLeaves(EMPTY_EDGE, firstLeaves(256), sha256);
  assert.equal(
    hex(sha256(changed[0]!.hashes)),
    '3658d44ebeb979b996b87ac966392dffbe9a628e34cb70bbff0ba844e74c31c6',
  );
});

test('root and tiles around 65,536 leaves', () => {
  const before = appendLeaves(EMPTY_EDGE, firstLeaves(65_535), sha256);
  assert.equal(base64(before.root), base64(rootOf(hashList(firstLeaves(65_535)), sha256)));
  assert.deepEqual(before.changed.slice(-2).map(tilePath), ['tile/0/255.p/255', 'tile/1/000.p/255']);
  const full = appendLeaves(before.edge, allLeaves.subarray(65_535 * 32, 65_536 * 32), sha256);
  assert.equal(base64(full.root), '4QC6VNaakQEvwTt4kP6seNaZaglyaLb3NdFzEcdAKmA=');
  assert.deepEqual(full.changed.map(tilePath), ['tile/0/255', 'tile/1/000', 'tile/2/000.p/1']);
  const after = appendLeaves(full.edge, allLeaves.subarray(65_536 * 32), sha256);
  assert.equal(base64(after.root), base64(rootOf(hashList(allLeaves), sha256)));
  assert.deepEqual(after.changed.map(tilePath), ['tile/0/256.p/1']);
});

test('appending in any portions gives the same edge, tiles and root', () => {
  const portions = fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(portions, (counts) => {
      const stored = new Map<string, string>();
      let edge: Edge = EMPTY_EDGE;
      let root: Uint8Array | null = null;
      for (const count of counts) {
        const leaves = allLeaves.subarray(edge.size * 32, (edge.size + count) * 32);
        const grown = appendLeaves(edge, leaves, sha256);
        for (const tile of grown.changed) stored.set(`${tile.level}/${tile.n}`, base64(tile.hashes));
        ({ edge, root } = grown);
      }
      const whole = appendLeaves(EMPTY_EDGE, firstLeaves(edge.size), sha256);
      assert.equal(base64(root!), base64(whole.root));
      const expected = whole.changed.map((tile) => [`${tile.level}/${tile.n}`, base64(tile.hashes)] as const);
      assert.deepEqual(stored, new Map(expected));
    }),
    { numRuns: 40 },
  );
});

test('every tile has the width its place and the size demand', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), (size) => {
      for (const { level, n, width, hashes } of growEdge(EMPTY_EDGE, firstLeaves(size), sha256).changed) {
        assert.equal(width, tileWidthAt(level, n, size));
        assert.equal(hashes.length, width * 32);
      }
    }),
    { numRuns: 40 },
  );
});

test('a tile that changed begins with what it held before', () => {
  const before = growEdge(EMPTY_EDGE, firstLeaves(300), sha256);
  const after = growEdge(before.edge, allLeaves.subarray(300 * 32, 310 * 32), sha256);
  const [tile] = after.changed;
  assert.deepEqual(after.changed.map(tilePath), ['tile/0/001.p/54']);
  assert.deepEqual(tile!.hashes.subarray(0, 44 * 32), before.edge.partials[0]);
});

test('appending nothing changes nothing', () => {
  const { edge } = growEdge(EMPTY_EDGE, firstLeaves(300), sha256);
  const grown = appendLeaves(edge, new Uint8Array(0), sha256);
  assert.deepEqual(grown.changed, []);
  assert.deepEqual(grown.edge, edge);
  assert.equal(base64(grown.root), base64(rootOf(hashList(firstLeaves(300)), sha256)));
});

test('the edge given is not altered: a failed transaction can start again from it', () => {
  const { edge } = growEdge(EMPTY_EDGE, firstLeaves(250), sha256);
  const before = edge.partials.map(base64);
  const once = appendLeaves(edge, allLeaves.subarray(250 * 32, 600 * 32), sha256);
  const twice = appendLeaves(edge, allLeaves.subarray(250 * 32, 600 * 32), sha256);
  assert.deepEqual(edge.partials.map(base64), before);
  assert.equal(base64(once.root), base64(twice.root));
});

test('the tiles do not share memory with the leaves given', () => {
  const leaves = firstLeaves(3).slice();
  const { changed } = growEdge(EMPTY_EDGE, leaves, sha256);
  leaves.fill(0);
  assert.deepEqual(changed[0]?.hashes, firstLeaves(3).slice());
});

test('leaf hashes that are not whole are a bug of the caller', () => {
  assert.throws(() => growEdge(EMPTY_EDGE, new Uint8Array(33), sha256), /32 bytes each/);
});
