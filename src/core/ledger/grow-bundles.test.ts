import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { numberedLeaves } from '../../testing/memory-log.ts';
import { decodeBundle, encodeBundle } from './bundle.ts';
import { bytesText, joinBytes, textBytes } from './bytes.ts';
import { growBundles } from './grow-bundles.ts';
import { tileWidthAt } from './tile-path.ts';

const empty = new Uint8Array(0);
const bundled = numberedLeaves(1500).map((leaf) =>
  joinBytes(Uint8Array.of(leaf.length >> 8, leaf.length), leaf),
);

test('the first entries start bundle 0', () => {
  const [bundle, ...rest] = growBundles({ size: 0, partial: empty }, bundled.slice(0, 3));
  assert.deepEqual([bundle?.n, bundle?.width, rest.length], [0, 3, 0]);
  const encoded = encodeBundle(['leaf 0', 'leaf 1', 'leaf 2'].map(textBytes));
  assert.deepEqual(encoded, { ok: true, bytes: bundle?.entries });
});

test('a partial bundle is filled before the next one starts', () => {
  const [start] = growBundles({ size: 0, partial: empty }, bundled.slice(0, 250));
  const grown = growBundles({ size: 250, partial: start!.entries }, bundled.slice(250, 600));
  assert.deepEqual(
    grown.map(({ n, width }) => [n, width]),
    [
      [0, 256],
      [1, 256],
      [2, 88],
    ],
  );
});

test('at a multiple of 256 a new bundle starts', () => {
  const grown = growBundles({ size: 512, partial: empty }, bundled.slice(512, 513));
  assert.deepEqual(
    grown.map(({ n, width }) => [n, width]),
    [[2, 1]],
  );
});

test('nothing to append changes no bundle', () => {
  assert.deepEqual(growBundles({ size: 300, partial: joinBytes(...bundled.slice(256, 300)) }, []), []);
});

test('whatever the portions, bundles hold every entry once and in order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 5 }), (counts) => {
      const stored = new Map<number, Uint8Array>();
      let size = 0;
      for (const count of counts) {
        const partial = size % 256 === 0 ? empty : stored.get(Math.floor(size / 256))!;
        for (const bundle of growBundles({ size, partial }, bundled.slice(size, size + count))) {
          stored.set(bundle.n, bundle.entries);
        }
        size += count;
      }
      const texts = [...stored.entries()].flatMap(([n, bytes]) => {
        const decoded = decodeBundle(bytes);
        assert.ok(decoded.ok);
        assert.equal(decoded.entries.length, tileWidthAt(0, n, size));
        return decoded.entries.map(bytesText);
      });
      assert.deepEqual(
        texts,
        Array.from({ length: size }, (_, i) => `leaf ${i}`),
      );
    }),
    { numRuns: 50 },
  );
});
