import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, openDatabase } from '../../src/db/database.ts';
import { openDataFolder } from '../../src/platform/data-folder.ts';
import { type Postgres, startPostgres } from '../../src/platform/postgres/start-postgres.ts';
import { type Book, openBook } from './book.ts';
import { checkBook } from './check-book.ts';
import { compareState } from './compare-state.ts';
import { newDecision, startLoad, startReviewers } from './load.ts';
import { openRandom } from './random.ts';
import {
  databaseUrlOf,
  freePort,
  makeDataDir,
  postmasterPid,
  type ServerProcess,
  startServer,
} from './server-process.ts';
import { type Site, setUpSite } from './site.ts';
import { untilIntegrated, verifyServedLog } from './verify-served-log.ts';

const seed = Number(process.env.AWAY_SEED ?? Date.now() % 1_000_000);
const random = openRandom(seed);
const queueLimit = 40;
/** Far more callers than the queue holds. */
const size = { singles: 24, batches: 2, lines: 30 };
const mebibyte = 1024 * 1024;

const { dataDir, remove } = makeDataDir();
const env = { STEERHOUSE_QUEUE_LIMIT: String(queueLimit) };
const server = await startServer({ dataDir, port: await freePort(), env });
const db = openDatabase({ url: databaseUrlOf(dataDir), connections: 2, onError: () => {} });
after(async () => {
  await db.close();
  await server.terminate();
  remove();
});
const site = await setUpSite(server, { reviewers: 1, undoSeconds: 0 });

test('an embedded database that is killed comes back by itself; meanwhile callers are told to wait', async (t) => {
  const book = openBook();
  await underLoad(site, book, async () => {
    for (let kills = 0; kills < 2; kills++) {
      await sleep(300 + random() * 300);
      const pid = postmasterPid(dataDir);
      if (pid) process.kill(pid, 'SIGKILL');
      const awayMs = await untilReady(server, pid);
      t.diagnostic(`PostgreSQL killed: ready again after ${Math.round(awayMs)} ms`);
    }
    await sleep(300);
  });
  await assertKept({ site, db, server }, book);
});

test('a database that hangs: the queue fills to its limit, the rest is refused at once, and what was queued is answered', async (t) => {
  const book = openBook();
  await underLoad(site, book, async () => {
    await sleep(500);
    const backends = await otherBackends(db);
    for (const pid of backends) process.kill(pid, 'SIGSTOP');
    const answered = book.answered.size;
    await sleep(200);
    const refusedBefore = book.refusals.length;
    await sleep(1_300);
    for (const pid of backends) process.kill(pid, 'SIGCONT');
    const refused = book.refusals.slice(refusedBefore).filter(({ code }) => code === 'ingest.overloaded');
    t.diagnostic(
      `${backends.length} connections frozen: ${refused.length} refused, ${answered} answered before`,
    );
    assert.ok(refused.length > 10, 'callers beyond the queue were refused');
    const slowest = Math.max(...refused.map(({ tookMs }) => tookMs));
    assert.ok(slowest < 1_000, `a refusal took ${slowest} ms`);
    await sleep(500);
    assert.ok(book.answered.size > answered, 'it goes on');
  });
  await assertKept({ site, db, server }, book);
});

test('a database that is stopped and started again: 503 in time, not ready, and recovery without a restart', async (t) => {
  const folder = makeDataDir();
  const databaseFolder = makeDataDir();
  openDataFolder(databaseFolder.dataDir);
  let postgres: Postgres | null = await startPostgres({ folder: databaseFolder.dataDir, tell: () => {} });
  const { url } = postgres;
  const tenant = await startServer({
    dataDir: folder.dataDir,
    port: await freePort(),
    env: { ...env, DATABASE_URL: url },
  });
  const view = openDatabase({ url, connections: 2, onError: () => {} });
  after(async () => {
    await tenant.terminate();
    await view.close();
    await postgres?.stop();
    folder.remove();
    databaseFolder.remove();
  });
  const place = await setUpSite(tenant, { reviewers: 1, undoSeconds: 0 });
  const book = openBook();
  await underLoad(place, book, async () => {
    await sleep(500);
    const before = tenant.residentBytes();
    // Immediate mode: no farewell, no checkpoint. Told to stop, its supervisor does not start it again.
    if (postgres?.pid) process.kill(postgres.pid, 'SIGQUIT');
    await postgres?.stop();
    postgres = null;
    const answers = await whileAway(tenant, place, 2_500);
    const grownBytes = tenant.residentBytes() - before;
    t.diagnostic(`away: ${JSON.stringify(answers)}, grown by ${Math.round(grownBytes / mebibyte)} MiB`);
    assert.ok(grownBytes < 150 * mebibyte, 'its memory stays bounded');
    postgres = await startPostgres({ folder: databaseFolder.dataDir, tell: () => {} });
    const backMs = await untilReady(tenant, null);
    t.diagnostic(`ready ${Math.round(backMs)} ms after the database`);
    await sleep(500);
  });
  await assertKept({ site: place, db: view, server: tenant }, book);
});

async function underLoad(site: Site, book: Book, work: () => Promise<void>): Promise<void> {
  const callers = startLoad(site, book, size, random);
  const reviewers = startReviewers(site.reviewers, book, random);
  try {
    await work();
  } finally {
    await Promise.all([callers.stop(), reviewers.stop()]);
  }
}

/** What a caller sees while there is no database: each answer in time, and each the same. */
async function whileAway(server: ServerProcess, site: Site, awayMs: number): Promise<Record<string, number>> {
  const seen: Record<string, number> = {};
  const until = performance.now() + awayMs;
  while (performance.now() < until) {
    const sentAt = performance.now();
    const response = await fetch(`${server.baseUrl}/v1/decisions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${site.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(newDecision(random, 'long')),
    });
    const problem = (await response.json()) as { code: string; detail: string }; // a problem document
    const tookMs = performance.now() - sentAt;
    assert.equal(response.status, 503, JSON.stringify(problem));
    assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/);
    assert.ok(Number(response.headers.get('retry-after')) >= 1, 'says when to come back');
    assert.ok(tookMs < 6_000, `the answer took ${tookMs} ms`);
    seen[problem.code] = (seen[problem.code] ?? 0) + 1;
    const ready = await fetch(`${server.baseUrl}/health/ready`);
    assert.equal(ready.status, 503);
    assert.ok(ready.headers.get('retry-after'));
    assert.equal((await fetch(`${server.baseUrl}/health/live`)).status, 200);
    await sleep(50);
  }
  return seen;
}

/** Milliseconds until the server calls itself ready; with a killed database, one of another number has to be there. */
async function untilReady({ baseUrl, lastWords }: ServerProcess, before: number | null): Promise<number> {
  const begunAt = performance.now();
  for (;;) {
    const status = await fetch(`${baseUrl}/health/ready`).then((response) => response.status);
    const renewed = before === null || ![null, before].includes(postmasterPid(dataDir));
    if (status === 200 && renewed) return performance.now() - begunAt;
    assert.ok(performance.now() - begunAt < 30_000, `not ready within 30 s: ${lastWords()}`);
    await sleep(20);
  }
}

async function otherBackends(db: Database): Promise<number[]> {
  const rows = await db.rows<{ pid: number }>({
    text: `select pid from pg_stat_activity
      where backend_type = 'client backend' and pid <> pg_backend_pid() and application_name = 'steerhouse'`,
    values: [],
  });
  return rows.map(({ pid }) => pid);
}

type Place = { site: Site; db: Database; server: ServerProcess };

async function assertKept({ site, db, server }: Place, book: Book): Promise<void> {
  assert.deepEqual(book.surprises, [], `seed ${seed}`);
  assert.ok(
    book.refusals.every(({ status, retryAfterSeconds }) => status !== 503 || retryAfterSeconds !== undefined),
    'every 503 says when to come back',
  );
  const { recordedUnanswered: _, ...kept } = await checkBook(db, book);
  assert.deepEqual(kept, { lost: [], changed: [], verdictsLost: [], letGo: [] }, `seed ${seed}`);
  await untilIntegrated(db);
  assert.deepEqual((await compareState(db)).differences.slice(0, 10), [], `seed ${seed}`);
  const verdict = await verifyServedLog(db, site.baseUrl);
  assert.ok(verdict.ok, verdict.ok ? '' : verdict.because);
  assert.equal(server.lastWords().includes('unhandled'), false);
}
