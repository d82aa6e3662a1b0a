// A ledger to test with: raw commits in, the whole stored log checked against the definition of the tree.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { encodeBundle, hashEntries } from '../core/ledger/bundle.ts';
import { textBytes } from '../core/ledger/bytes.ts';
import { EMPTY_EDGE } from '../core/ledger/edge.ts';
import { appendLeaves } from '../core/ledger/tiles.ts';
import type { Db } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { readEntries } from '../features/ledger/reading/read-entries.ts';
import { openIntegrator, type Round } from '../features/ledger/tree/integrate.ts';
import type { RoundLimits } from '../features/ledger/tree/take-commits.ts';
import { readConfig } from '../platform/config.ts';
import type { Deps } from '../platform/deps.ts';
import { openLog as openLogger } from '../platform/log.ts';
import { uuidv7 } from '../platform/uuidv7.ts';
import { sha256 } from './native-crypto.ts';

/** What commands are handed, with a data folder of its own and a clock that tests move. */
export function ledgerDeps(
  db: Deps['db'],
  given: { folder?: string; publicLog?: boolean; origin?: string } = {},
): Deps & { moveClock(ms: number): void } {
  let aheadMs = 0;
  const reading = readConfig({
    STEERHOUSE_DATA_DIR: given.folder ?? temporaryFolder(),
    STEERHOUSE_LOG_ORIGIN: given.origin ?? 'steerhouse.test/log',
    STEERHOUSE_PUBLIC_LOG: String(given.publicLog ?? false),
  });
  if (!reading.ok) throw new Error(reading.problems.join(' '));
  return {
    db,
    clock: { now: () => new Date(Date.now() + aheadMs) },
    config: reading.config,
    log: openLogger('silent'),
    moveClock: (ms) => {
      aheadMs += ms;
    },
  };
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'steerhouse-ledger-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The row of an empty log, for tests that need no key. */
export async function openTestLog(db: Db): Promise<void> {
  await db.run(sql`
    insert into ledger_log (origin, verifier_key, size, root, opened_at)
    values ('steerhouse.test/log', 'none', 0, ${sha256(new Uint8Array(0))}, now())`);
}

/** Puts raw entries into the outbox as one commit; answers its id. */
export async function putCommit(
  db: Db,
  entries: readonly Uint8Array[],
  commitId = uuidv7(Date.now()),
): Promise<string> {
  const bundle = encodeBundle(entries);
  if (!bundle.ok) throw new Error(bundle.because);
  await db.run(sql`
    insert into ledger_commit (commit_id, entry_count, entries)
    values (${commitId}, ${entries.length}, ${bundle.bytes})`);
  return commitId;
}

/** Entries `leaf <from>` to `leaf <to - 1>`, in commits of at most 4,096. */
export async function putLeaves(db: Db, from: number, to: number): Promise<void> {
  for (let start = from; start < to; start += 4096) {
    const count = Math.min(4096, to - start);
    await putCommit(
      db,
      Array.from({ length: count }, (_, i) => textBytes(`leaf ${start + i}`)),
    );
  }
}

/** Integrates until nothing waits; answers the rounds that found something. */
export async function integrateAll(
  db: Deps['db'],
  most?: RoundLimits,
): Promise<(Round & { found: 'entries' })[]> {
  const integrateRound = openIntegrator(db, most);
  const rounds: (Round & { found: 'entries' })[] = [];
  for (;;) {
    const round = await integrateRound();
    if (round.found !== 'entries') return rounds;
    rounds.push(round);
  }
}

/**
 * Checks the whole stored log against the definition: root, every tile, every commit; answers its entries.
 */
export async function checkStoredLog(db: Db): Promise<string[]> {
  const log = await db.row<{ size: number; root: Buffer }>(sql`select size, root from ledger_log`);
  assert.ok(log);
  const entries = (await readEntries(db, 0, log.size)).map(({ bytes }) => bytes);
  const { root, changed } = appendLeaves(EMPTY_EDGE, hashEntries(entries, sha256), sha256);
  assert.equal(log.root.toString('hex'), Buffer.from(root).toString('hex'), 'the root of the entries');
  const tiles = await db.rows<{ level: number; n: number; width: number; hashes: Buffer }>(sql`
    select level, n, width, hashes from ledger_tile order by level, n`);
  assert.deepEqual(
    tiles.map((tile) => ({ ...tile, hashes: tile.hashes.toString('hex') })),
    changed.map((tile) => ({ ...tile, hashes: Buffer.from(tile.hashes).toString('hex') })),
  );
  const commits = await db.rows<{ position: number; entry_count: number; lengths: Buffer }>(sql`
    select position, entry_count, lengths from ledger_commit where position is not null order by position`);
  const lengths = entries.flatMap(({ length }) => [length >> 8, length & 255]);
  assert.deepEqual(Buffer.concat(commits.map((commit) => commit.lengths)), Buffer.from(lengths));
  let next = 0;
  for (const { position, entry_count } of commits) {
    assert.equal(position, next, 'commits follow each other');
    next += entry_count;
  }
  assert.equal(next, log.size);
  return entries.map((bytes) => Buffer.from(bytes).toString('latin1'));
}
