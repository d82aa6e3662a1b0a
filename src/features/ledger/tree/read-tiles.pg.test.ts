import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { testDatabase } from '../../../testing/database.ts';
import { integrateAll, openTestLog, putLeaves } from '../../../testing/ledger.ts';
import { openTileReader } from './read-tiles.ts';

const db = await testDatabase();
await openTestLog(db);
await putLeaves(db, 0, 600);
await integrateAll(db);

test('tiles come in the order asked, and where there is none, nothing', async () => {
  const readTiles = openTileReader(db);
  const asked = [
    { level: 1, n: 0, width: 2 },
    { level: 0, n: 9, width: 1 },
    { level: 0, n: 2, width: 88 },
    { level: 0, n: 0, width: 256 },
  ];
  const widths = [2, null, 88, 256];
  for (const round of ['from the store', 'from memory']) {
    const found = await readTiles(asked);
    assert.deepEqual(
      found.map((hashes) => hashes && hashes.length / 32),
      widths,
      round,
    );
  }
});

test('a tile that was wide enough is not read again, one that was not is', async () => {
  const { counted, reads } = counting(db);
  const readTiles = openTileReader(counted);
  await readTiles([{ level: 0, n: 2, width: 80 }]);
  await readTiles([{ level: 0, n: 2, width: 88 }]);
  assert.equal(reads(), 1);
  await putLeaves(db, 600, 650);
  await integrateAll(db);
  const [grown] = await readTiles([{ level: 0, n: 2, width: 100 }]);
  assert.equal(grown?.length, 138 * 32);
  assert.equal(reads(), 2);
});

test('of very many tiles only those used last are kept', async () => {
  await db.run(sql`
    insert into ledger_tile (level, n, width, hashes)
    select 5, n, 1, sha256(int8send(n)) from generate_series(0, 1100) as n`);
  const { counted, reads } = counting(db);
  const readTiles = openTileReader(counted);
  const tile = (n: number) => ({ level: 5, n, width: 1 });
  await readTiles([tile(0), tile(1)]);
  for (let n = 2; n <= 1024; n++) await readTiles([tile(0), tile(n)]);
  const before = reads();
  await readTiles([tile(0), tile(1024)]);
  assert.equal(reads(), before, 'in use all the time, and the youngest');
  await readTiles([tile(1)]);
  assert.equal(reads(), before + 1, 'the oldest had to go');
});

function counting(inner: Db): { counted: Db; reads(): number } {
  let reads = 0;
  const rows: Db['rows'] = (query) => {
    reads += 1;
    return inner.rows(query);
  };
  return { counted: { ...inner, rows }, reads: () => reads };
}
