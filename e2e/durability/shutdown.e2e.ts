import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { getOutcome, type Outcome } from '../../src/contract/decisions.ts';
import { openDatabase } from '../../src/db/database.ts';
import { processIdentity } from '../../src/platform/process-identity.ts';
import { openBook } from './book.ts';
import { checkBook } from './check-book.ts';
import { compareState } from './compare-state.ts';
import { newDecision, startLoad, startReviewers, submit } from './load.ts';
import { openRandom } from './random.ts';
import { databaseUrlOf, freePort, makeDataDir, postmasterPid, startServer } from './server-process.ts';
import { type Site, setUpSite } from './site.ts';

const rounds = 3;
const seed = Number(process.env.SHUTDOWN_SEED ?? Date.now() % 1_000_000);
const random = openRandom(seed);
const { dataDir, remove } = makeDataDir();
const port = await freePort();
let server = await startServer({ dataDir, port });
after(async () => {
  await server.terminate();
  remove();
});
const site = await setUpSite(server, { reviewers: 1, undoSeconds: 0 });

test('told to stop under load, the server answers all it has accepted, and nothing else is recorded', async (t) => {
  for (let round = 1; round <= rounds; round++) {
    const book = openBook();
    const waiter = newDecision(random, 'long');
    await submit(site, book, { ...waiter, confidence: 0.1 });
    const callers = startLoad(site, book, { singles: 10, batches: 2, lines: 100 }, random);
    const others = startLoad(site, book, { singles: 5, batches: 0, lines: 0 }, random);
    const reviewers = startReviewers(site.reviewers, book, random);
    const polls = Array.from({ length: 4 }, () => longPoll(site, waiter.decisionId ?? ''));
    await sleep(200 + random() * 600);
    const postgres = postmasterPid(dataDir);
    const stopping = server.terminate();
    // Their connections fall idle after the last answer, which must hold up nobody.
    const resting = others.stop();
    const { code, tookMs } = await stopping;
    await Promise.all([callers.stop(), reviewers.stop(), resting]);
    t.diagnostic(
      `round ${round}: stopped in ${Math.round(tookMs)} ms, ${book.answered.size} of ${book.sent.size} answered`,
    );
    assert.equal(code, 0, server.lastWords());
    assert.ok(tookMs < 10_000, `it took ${tookMs} ms`);
    assert.ok(postgres === null || processIdentity(postgres) === null, 'PostgreSQL outlived it');
    for (const poll of await Promise.all(polls))
      assert.ok(typeof poll !== 'string', `a waiter was cut off: ${poll}`);
    assert.deepEqual(book.surprises, []);
    // Refusals of the work itself, an undo that came too late say, stay what they are; "not now" says when.
    const mute = book.refusals.filter(
      ({ status, retryAfterSeconds }) => status === 503 && retryAfterSeconds === undefined,
    );
    assert.deepEqual(mute, [], 'says when to come back');
    server = await startServer({ dataDir, port });
    const db = openDatabase({ url: databaseUrlOf(dataDir), connections: 2 });
    try {
      const kept = await checkBook(db, book);
      assert.deepEqual(
        kept,
        { recordedUnanswered: 0, lost: [], changed: [], verdictsLost: [], letGo: [] },
        `seed ${seed}`,
      );
      assert.deepEqual((await compareState(db)).differences.slice(0, 10), []);
    } finally {
      await db.close();
    }
  }
});

async function longPoll({ machine }: Site, decisionId: string): Promise<Outcome | string> {
  try {
    return await machine.client.call(getOutcome, { params: { decisionId }, query: { wait: 60 } });
  } catch (error) {
    return String(error);
  }
}
