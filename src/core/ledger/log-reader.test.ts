import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryLog, numberedLeaves, readerOf } from '../../testing/memory-log.ts';
import { LARGEST_LOG_FILE, readBundle, readTile } from './log-reader.ts';

const { files } = memoryLog(numberedLeaves(300));
const grown = memoryLog(numberedLeaves(512));

test('a tile is read at the width asked for', async () => {
  const partial = await readTile(readerOf(files), { level: 0, n: 1, width: 44 });
  assert.deepEqual(partial, { ok: true, bytes: files.get('tile/0/001.p/44')!.slice() });
  const full = await readTile(readerOf(files), { level: 0, n: 0, width: 256 });
  assert.equal(full.ok && full.bytes.length, 8192);
});

test('the full tile stands in for a partial one that is gone (case 25)', async () => {
  const tile = await readTile(readerOf(grown.files), { level: 0, n: 1, width: 44 });
  assert.ok(tile.ok);
  assert.deepEqual(Buffer.from(tile.bytes), Buffer.from(files.get('tile/0/001.p/44')!));
});

test('the full bundle stands in for a partial one that is gone, and says so (case 25)', async () => {
  const partial = await readBundle(readerOf(files), 1, 44);
  assert.equal(partial.ok && partial.whole, 44);
  const full = await readBundle(readerOf(grown.files), 1, 44);
  assert.equal(full.ok && full.whole, 256);
});

test('a missing file is named', async () => {
  const nothing = readerOf(new Map());
  assert.deepEqual(await readTile(nothing, { level: 1, n: 0, width: 3 }), {
    ok: false,
    because: 'tile/1/000.p/3 is missing',
  });
  assert.deepEqual(await readTile(nothing, { level: 0, n: 1234, width: 256 }), {
    ok: false,
    because: 'tile/0/x001/234 is missing',
  });
  assert.deepEqual(await readBundle(nothing, 2, 256), { ok: false, because: 'tile/entries/002 is missing' });
  assert.deepEqual(await readBundle(nothing, 2, 9), {
    ok: false,
    because: 'tile/entries/002.p/9 is missing',
  });
});

test('a full file is not asked for twice', async () => {
  const asked: string[] = [];
  const reader = {
    checkpoint: async () => null,
    tile: async (level: number, n: number, width: number) => {
      asked.push(`tile ${level} ${n} ${width}`);
      return null;
    },
    entries: async (n: number, width: number) => {
      asked.push(`entries ${n} ${width}`);
      return null;
    },
  };
  await readTile(reader, { level: 0, n: 0, width: 256 });
  await readBundle(reader, 0, 256);
  assert.deepEqual(asked, ['tile 0 0 256', 'entries 0 256']);
  await readTile(reader, { level: 0, n: 0, width: 5 });
  await readBundle(reader, 0, 5);
  assert.deepEqual(asked.slice(2), ['tile 0 0 5', 'tile 0 0 256', 'entries 0 5', 'entries 0 256']);
});

test('a tile must hold exactly its hashes: nothing cut off, nothing after them (case 26)', async () => {
  for (const length of [0, 31, 43 * 32, 44 * 32 - 1, 44 * 32 + 1, 45 * 32, 8192, 1_000_000]) {
    const reader = readerOf(new Map([['tile/0/001.p/44', new Uint8Array(length)]]));
    assert.deepEqual(
      await readTile(reader, { level: 0, n: 1, width: 44 }),
      { ok: false, because: 'tile/0/001.p/44 does not hold exactly 44 hashes' },
      String(length),
    );
  }
});

test('a bundle beyond the limit is refused before it is looked into', async () => {
  const largest = readerOf(new Map([['tile/entries/000', new Uint8Array(LARGEST_LOG_FILE)]]));
  assert.equal((await readBundle(largest, 0, 256)).ok, true);
  const larger = readerOf(new Map([['tile/entries/000', new Uint8Array(LARGEST_LOG_FILE + 1)]]));
  assert.deepEqual(await readBundle(larger, 0, 256), { ok: false, because: 'tile/entries/000 is too large' });
});

test('a failure of the network is not a fault of the log: it is thrown on', async () => {
  const fail = () => Promise.reject(new Error('connection reset'));
  const reader = { checkpoint: fail, tile: fail, entries: fail };
  await assert.rejects(readTile(reader, { level: 0, n: 0, width: 1 }), /connection reset/);
  await assert.rejects(readBundle(reader, 0, 1), /connection reset/);
});
