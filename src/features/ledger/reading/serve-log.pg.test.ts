import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { test } from 'node:test';
import { sql } from '../../../db/sql.ts';
import { integrateAll, putLeaves } from '../../../testing/ledger.ts';
import { openLedgerServer } from '../../../testing/ledger-server.ts';

test('a whole log, read over HTTP, passes the verifier at every size where tiles end', async () => {
  const { deps, settle, verify } = await openLedgerServer();
  let size = 1; // log.opened
  for (const next of [1, 255, 256, 257, 600, 65_535, 65_536, 65_537]) {
    await putLeaves(deps.db, size, next);
    size = Math.max(size, next);
    await settle();
    const verdict = await verify();
    assert.ok(verdict.ok, JSON.stringify(verdict));
    assert.equal(verdict.size, size);
  }
});

test('exactly the files of the published layout are there, and no empty one (case 14)', async () => {
  const { deps, get, settle } = await openLedgerServer();
  await putLeaves(deps.db, 1, 256);
  await settle();
  const there = ['0/000', '1/000.p/1', 'entries/000', '0/000.p/255', 'entries/000.p/1'];
  const missing = ['0/001.p/1', '0/001', '1/000', '1/000.p/2', '2/000.p/1', 'entries/001.p/1', 'entries/001'];
  const malformed = [
    '0/1',
    '0/000.p/0',
    '0/000.p/256',
    '00/000',
    '0/x000/000',
    '0/000/',
    '../log/checkpoint',
    'entries',
    '',
  ];
  for (const path of there) assert.equal((await get(`/log/tile/${path}`)).status, 200, path);
  for (const path of [...missing, ...malformed]) {
    const answer = await get(`/log/tile/${path.replace('../', '%2e%2e%2f')}`);
    assert.equal(answer.status, 404, path);
  }
  const problem = await (await get('/log/tile/0/001.p/1')).json();
  assert.equal(problem.code, 'log.no-such-file');
  assert.match(problem.detail, /the latest checkpoint, of 256 entries, does not cover it/);
});

test('tiles of numbered leaves have the published content', async () => {
  const { deps, get, settle } = await openLedgerServer();
  await deps.db.run(sql`delete from ledger_commit`); // without log.opened, so that the leaves stand at their numbers
  await putLeaves(deps.db, 0, 300);
  await settle();
  const tile = Buffer.from(await (await get('/log/tile/0/000')).arrayBuffer());
  // trust.md 3.2, vector T1.
  assert.equal(sha256(tile), '3658d44ebeb979b996b87ac966392dffbe9a628e34cb70bbff0ba844e74c31c6');
  const entries = Buffer.from(await (await get('/log/tile/entries/001.p/2')).arrayBuffer());
  assert.equal(entries.toString('latin1'), '\0\u0008leaf 256\0\u0008leaf 257');
});

test('nothing beyond the latest checkpoint is served', async () => {
  const { deps, get, settle } = await openLedgerServer();
  await settle();
  await putLeaves(deps.db, 1, 300);
  await integrateAll(deps.db);
  assert.equal((await get('/log/tile/entries/000.p/1')).status, 200);
  assert.equal((await get('/log/tile/entries/000.p/2')).status, 404);
  assert.equal((await get('/log/tile/0/000')).status, 404);
});

test('a partial tile of an earlier checkpoint is served after the log has grown, the same bytes as then (case 25)', async () => {
  const { deps, get, settle } = await openLedgerServer();
  await putLeaves(deps.db, 1, 100);
  await settle();
  const paths = ['/log/tile/0/000.p/100', '/log/tile/entries/000.p/100'];
  const hashOf = async (path: string) => sha256(Buffer.from(await (await get(path)).arrayBuffer()));
  const before = await Promise.all(paths.map(hashOf));
  for (const size of [150, 256, 700]) {
    await putLeaves(deps.db, size === 150 ? 100 : size === 256 ? 150 : 256, size);
    await settle();
    assert.deepEqual(await Promise.all(paths.map(hashOf)), before, `at ${size} entries`);
  }
});

test('full files may be kept for ever, partial ones for a minute, checkpoints not at all', async () => {
  const closed = await openLedgerServer();
  await putLeaves(closed.deps.db, 1, 300);
  await closed.settle();
  const cacheOf = async (path: string) => (await closed.get(path)).headers.get('cache-control');
  assert.equal(await cacheOf('/log/tile/0/000'), 'private, max-age=31536000, immutable');
  assert.equal(await cacheOf('/log/tile/entries/000'), 'private, max-age=31536000, immutable');
  assert.equal(await cacheOf('/log/tile/0/000.p/3'), 'private, max-age=60');
  assert.equal(await cacheOf('/log/checkpoint'), 'no-cache');
  const checkpoint = await closed.get('/log/checkpoint');
  assert.equal(checkpoint.headers.get('content-type'), 'text/plain; charset=utf-8');
  const open = await openLedgerServer({ publicLog: true });
  await open.settle();
  const shared = await open.get('/log/tile/0/000.p/1');
  assert.equal(shared.headers.get('cache-control'), 'public, max-age=60');
});

test('one byte changed in a stored bundle: the verifier names that very entry', async () => {
  const { deps, settle, verify } = await openLedgerServer();
  await putLeaves(deps.db, 1, 1000);
  await settle();
  await deps.db.run(sql`
    update ledger_commit
    set entries = set_byte(entries, ${offsetOf(512) + 2}, get_byte(entries, ${offsetOf(512) + 2}) # 1)
    where position = 1`);
  const verdict = await verify();
  assert.ok(!verdict.ok);
  assert.equal(verdict.index, 512);
});

test('a length changed in a stored bundle: the verifier names the entry where it begins', async () => {
  const { deps, settle, verify } = await openLedgerServer();
  await putLeaves(deps.db, 1, 1000);
  await settle();
  await deps.db.run(
    sql`update ledger_commit set entries = set_byte(entries, ${offsetOf(256) + 1}, 200) where position = 1`,
  );
  const verdict = await verify();
  assert.ok(!verdict.ok);
  assert.equal(verdict.index, 256);
});

test('one byte changed in a stored tile: the verifier names the first entry it stands for', async () => {
  const { deps, settle, verify } = await openLedgerServer();
  await putLeaves(deps.db, 1, 1000);
  await settle();
  await flip(1, 0, 2 * 32 + 5);
  assert.equal(await badIndex(), 2 * 256);
  await flip(1, 0, 2 * 32 + 5);
  assert.equal(await badIndex(), null);
  await flip(0, 1, 7 * 32 + 31);
  assert.equal(await badIndex(), 256 + 7);

  async function flip(level: number, n: number, at: number) {
    await deps.db.run(sql`
      update ledger_tile
      set hashes = set_byte(hashes, ${at}::integer, get_byte(hashes, ${at}::integer) # 1)
      where level = ${level} and n = ${n}`);
  }

  async function badIndex() {
    const verdict = await verify();
    return verdict.ok ? null : verdict.index;
  }
});

function sha256(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}

/** Where the entry of a position begins in the commit of leaves that begins at position 1. */
function offsetOf(position: number): number {
  return Array.from({ length: position - 1 }, (_, i) => 2 + `leaf ${i + 1}`.length).reduce(
    (a, b) => a + b,
    0,
  );
}
