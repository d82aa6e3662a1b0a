import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { entriesPath, parseTilePath, TILE_WIDTH, tilePath, tileWidthAt } from './tile-path.ts';

const anyNumber = fc.oneof(fc.nat(2000), fc.integer({ min: 0, max: 2 ** 45 - 1 }));

test('numbers are cut into groups of three digits (TP1)', () => {
  assert.equal(tilePath({ level: 0, n: 1234067, width: 256 }), 'tile/0/x001/x234/067');
  assert.equal(tilePath({ level: 0, n: 0, width: 256 }), 'tile/0/000');
  assert.equal(tilePath({ level: 3, n: 999, width: 256 }), 'tile/3/999');
  assert.equal(tilePath({ level: 0, n: 1000, width: 256 }), 'tile/0/x001/000');
  assert.equal(tilePath({ level: 0, n: 999_999, width: 256 }), 'tile/0/x999/999');
  assert.equal(tilePath({ level: 0, n: 1_000_000, width: 256 }), 'tile/0/x001/x000/000');
});

test('partial tiles say how wide they are, full ones do not', () => {
  assert.equal(tilePath({ level: 1, n: 0, width: 1 }), 'tile/1/000.p/1');
  assert.equal(tilePath({ level: 0, n: 273, width: 112 }), 'tile/0/273.p/112');
  assert.equal(entriesPath(0, 7), 'tile/entries/000.p/7');
  assert.equal(entriesPath(1234067, 256), 'tile/entries/x001/x234/067');
});

test('a path is read back as it was written', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 63 }),
      anyNumber,
      fc.integer({ min: 1, max: 256 }),
      (level, n, width) => {
        assert.deepEqual(parseTilePath(tilePath({ level, n, width })), {
          ok: true,
          file: { kind: 'hashes', level, n, width },
        });
        assert.deepEqual(parseTilePath(entriesPath(n, width)), {
          ok: true,
          file: { kind: 'entries', n, width },
        });
      },
    ),
  );
});

test('whatever is read has exactly one form', () => {
  const parts = fc.constantFrom(
    'tile',
    'entries',
    '0',
    '1',
    '63',
    '000',
    'x000',
    'x001',
    '001',
    '256.p',
    '000.p',
    '9',
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 6 }), (elements) => {
      const path = ['tile', ...elements].join('/');
      const parsed = parseTilePath(path);
      if (!parsed.ok) return;
      const { file } = parsed;
      assert.equal(file.kind === 'hashes' ? tilePath(file) : entriesPath(file.n, file.width), path);
    }),
    { numRuns: 5000 },
  );
});

test('everything else is refused', () => {
  const wrong = [
    '',
    'tile',
    'tile/0',
    'tile/0/',
    'tile/0/1', // TP6: not three digits
    'tile/0/01',
    'tile/0/0000',
    'tile/0/x001/x234', // TP6: the last group has an x
    'tile/0/001/234', // a group before the last without x
    'tile/0/x000/001', // an empty group in front
    'tile/0/X001/234',
    'tile/00/000', // trap 5: leading zero in the level
    'tile/01/000',
    'tile/-1/000',
    'tile/64/000', // above 63
    'tile/100/000',
    'tile/0/000.p/0', // trap 5: width 0
    'tile/0/000.p/01', // trap 5: leading zero in the width
    'tile/0/000.p/256',
    'tile/0/000.p/999',
    'tile/0/000.p/1000',
    'tile/0/000.p/',
    'tile/0/000.p',
    'tile/0/000.p/1/2',
    'tile/0/000/',
    '/tile/0/000',
    ' tile/0/000',
    'tile/0/000\n',
    'tile/0/../0/000',
    'tile//0/000',
    'tile/entries/0/000',
    'tile/Entries/000',
    'tile/entries/00',
    'tile/0/٠٠٠', // digits, but not ours
    'checkpoint',
    `tile/0/${'x001/'.repeat(40)}000`,
  ];
  for (const path of wrong) assert.equal(parseTilePath(path).ok, false, JSON.stringify(path));
});

test('a number too large to count its entries exactly is refused', () => {
  assert.equal(parseTilePath(tilePath({ level: 0, n: 2 ** 45 - 1, width: 256 })).ok, true);
  assert.deepEqual(parseTilePath('tile/0/x999/x999/x999/x999/999'), {
    ok: false,
    because: 'the tile number is too large',
  });
});

test('a tree of 70,000 leaves has the tiles the specification names', () => {
  assert.equal(tileWidthAt(0, 272, 70_000), 256);
  assert.equal(tileWidthAt(0, 273, 70_000), 112);
  assert.equal(tileWidthAt(0, 274, 70_000), 0);
  assert.equal(tileWidthAt(1, 0, 70_000), 256);
  assert.equal(tileWidthAt(1, 1, 70_000), 17);
  assert.equal(tileWidthAt(2, 0, 70_000), 1);
  assert.equal(tileWidthAt(3, 0, 70_000), 0);
});

test('a tree of 256 leaves has a full tile, one hash above it, and no empty tile', () => {
  assert.equal(tileWidthAt(0, 0, 256), TILE_WIDTH);
  assert.equal(tileWidthAt(1, 0, 256), 1);
  assert.equal(tileWidthAt(0, 1, 256), 0);
});

test('widths of a level add up to the hashes of that level', () => {
  fc.assert(
    fc.property(fc.nat(300_000), fc.nat(2), (size, level) => {
      let total = 0;
      for (let n = 0; tileWidthAt(level, n, size) > 0; n++) total += tileWidthAt(level, n, size);
      assert.equal(total, Math.floor(size / 256 ** level));
    }),
  );
});
