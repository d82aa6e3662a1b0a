// Two whole servers, each with a data folder of its own, on one database.
import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { getOutcome, submitDecision } from '../../src/contract/decisions.ts';
import { claimNext, submitVerdict } from '../../src/contract/reviews.ts';
import { ProblemError } from '../../src/sdk/problem-error.ts';
import { openSteerhouse, steerhouseOf } from '../../src/sdk/steerhouse.ts';
import { testDatabase } from '../../src/testing/database.ts';
import { type Book, openBook } from './book.ts';
import { checkBook } from './check-book.ts';
import { compareState } from './compare-state.ts';
import { newDecision, startLoad, startReviewers, submitLines } from './load.ts';
import { openRandom } from './random.ts';
import { freePort, makeDataDir, type ServerProcess, startServer } from './server-process.ts';
import { policy, publish, type Site, setUpSite, signedIn } from './site.ts';
import { ledgerProblems, untilIntegrated, verifyServedLog } from './verify-served-log.ts';

const seed = Number(process.env.TWO_SERVERS_SEED ?? Date.now() % 1_000_000);
const random = openRandom(seed);
const folders = [makeDataDir(), makeDataDir()] as const;
const servers: ServerProcess[] = [];
after(async () => {
  await Promise.all(servers.map((server) => server.terminate()));
  for (const folder of folders) folder.remove();
});
const db = await testDatabase({ connections: 3 });
const env = { DATABASE_URL: db.url };
const ports = [await freePort(), await freePort()] as const;
const first = await startServer({ dataDir: folders[0].dataDir, port: ports[0], env });
servers.push(first);
const here = await setUpSite(first, { reviewers: 4, undoSeconds: 0 });
await untilIntegrated(db);
// Second, so that the first one has made the log and has its key.
let second = await startServer({ dataDir: folders[1].dataDir, port: ports[1], env });
servers.push(second);
const there = await siteOn(second.baseUrl);
const book = openBook();

test('two servers claim from one queue: every task is given to one person once', async (t) => {
  const held = Array.from({ length: 100 }, () => ({ ...newDecision(random, 'long'), confidence: 0.1 }));
  await Promise.all([submitLines(here, book, held.slice(0, 50)), submitLines(there, book, held.slice(50))]);
  const claims = (
    await Promise.all([...here.reviewers, ...there.reviewers].map((person) => judgeAll(person)))
  ).flat();
  t.diagnostic(`${claims.length} claims over two servers`);
  assert.equal(new Set(claims).size, claims.length, 'a task was given twice');
  const tasks = new Set(held.map(({ decisionId }) => book.answered.get(decisionId ?? '')?.taskId));
  assert.deepEqual(
    [...tasks].filter((taskId) => !claims.includes(taskId ?? '')),
    [],
  );
  await assertConsistent();
});

test('what one server publishes, the other routes by in its next commit', async (t) => {
  const loads = [here, there].map((site) =>
    startLoad(site, book, { singles: 3, batches: 1, lines: 20 }, random),
  );
  const versions = new Set<string>();
  for (let i = 0; i < 24; i++) {
    const [publisher, other] = i % 2 === 0 ? [here, there] : [there, here];
    const document = { ...policy, audit: { rate: (i % 10) / 100 } };
    const policyVersionId = await publish(publisher.owner, publisher.useCaseId, document);
    versions.add(policyVersionId);
    const routed = await other.machine.client.call(submitDecision, { body: newDecision(random, 'long') });
    assert.equal(routed.policyVersionId, policyVersionId, 'routed by a policy that had been replaced');
    await sleep(random() * 60);
  }
  await Promise.all(loads.map((load) => load.stop()));
  const used = new Set([...book.answered.values()].map((routed) => routed.policyVersionId));
  t.diagnostic(`${book.answered.size} decisions under ${used.size} versions`);
  assert.ok([...versions].filter((version) => used.has(version)).length > 10);
  await assertConsistent();
});

test('an outcome that is settled through one server wakes whoever waits on the other', async (t) => {
  for (const [waiting, judging] of [
    [here, there],
    [there, here],
  ] as const) {
    const decision = newDecision(random, 'urgent');
    const routed = await waiting.machine.client.call(submitDecision, { body: decision });
    const params = { decisionId: routed.decisionId };
    const outcome = waiting.machine.client.call(getOutcome, { params, query: { wait: 30 } });
    await sleep(300);
    const [reviewer] = judging.reviewers;
    assert.ok(reviewer);
    const { claim } = await reviewer.call(claimNext, { body: {} });
    assert.equal(claim?.item.decisionId, routed.decisionId, 'the most urgent one');
    const { claimToken, item } = claim;
    await reviewer.call(submitVerdict, {
      params: { taskId: item.taskId },
      body: { claimToken, kind: 'reject' },
    });
    const judgedAt = performance.now();
    assert.equal((await outcome).state, 'rejected');
    const tookMs = performance.now() - judgedAt;
    t.diagnostic(`woken ${Math.round(tookMs)} ms after the verdict`);
    assert.ok(tookMs < 5_000, `it took ${tookMs} ms`);
  }
});

test('an API key revoked on one server is refused by the other within two seconds', async (t) => {
  const { apiKey, secret } = await here.owner.access.createApiKey({
    name: 'for a moment',
    scopes: ['decisions:submit'],
  });
  const machine = openSteerhouse({ baseUrl: there.baseUrl, apiKey: secret });
  let lastTakenAt = 0;
  const using = (async () => {
    for (;;) {
      const sentAt = performance.now();
      try {
        await machine.client.call(submitDecision, { body: newDecision(random, 'long') });
        lastTakenAt = sentAt;
      } catch (error) {
        assert.ok(error instanceof ProblemError && error.status === 401, String(error));
        return;
      }
      await sleep(20);
    }
  })();
  await sleep(1_500);
  await here.owner.access.revokeApiKey({ apiKeyId: apiKey.apiKeyId });
  const revokedAt = performance.now();
  await using;
  t.diagnostic(`taken for the last time ${Math.round(lastTakenAt - revokedAt)} ms after it was revoked`);
  assert.ok(lastTakenAt - revokedAt < 2_000);
});

test('with the key in both folders both sign; one is killed under load, and the other keeps every promise', async (t) => {
  await second.terminate();
  // The memory of what was signed goes with the key: without it a signer refuses.
  for (const name of ['ledger-key', 'ledger-signed.json'])
    copyFileSync(join(folders[0].dataDir, name), join(folders[1].dataDir, name));
  second = await startServer({ dataDir: folders[1].dataDir, port: ports[1], env });
  servers.push(second);
  const loads = [here, there].map((site) =>
    startLoad(site, book, { singles: 3, batches: 1, lines: 20 }, random),
  );
  const reviewers = [here, there].map((site) => startReviewers(site.reviewers.slice(0, 2), book, random));
  await sleep(1_500);
  assert.deepEqual(await ledgerProblems(db), []);
  await first.kill();
  const answered = book.answered.size;
  await sleep(1_000);
  await Promise.all([...loads, ...reviewers].map((load) => load.stop()));
  t.diagnostic(`${answered} answered by both, ${book.answered.size - answered} by the one that is left`);
  assert.ok(book.answered.size > answered, 'the one that is left goes on');
  await assertConsistent();
});

/** Claims and judges until there is nothing left; answers the tasks it was given. */
async function judgeAll(person: Site['reviewers'][number]): Promise<string[]> {
  const given: string[] = [];
  for (;;) {
    const { claim } = await person.call(claimNext, { body: {} });
    if (!claim) return given;
    const { claimToken, item } = claim;
    given.push(item.taskId);
    await person.call(submitVerdict, {
      params: { taskId: item.taskId },
      body: { claimToken, kind: 'approve' },
    });
  }
}

/** The same installation through the other door, everybody signed in there as well. */
async function siteOn(baseUrl: string): Promise<Site> {
  const [administrator, ...reviewers] = await Promise.all(
    [{ email: 'admin@example.org', password: here.logins[0]!.password }, ...here.logins].map((login) =>
      signedIn(baseUrl, login),
    ),
  );
  return {
    ...here,
    baseUrl,
    machine: openSteerhouse({ baseUrl, apiKey: here.apiKey }),
    owner: steerhouseOf(administrator!), // the first of the list
    reviewers,
  };
}

async function assertConsistent(): Promise<void> {
  await untilIntegrated(db);
  assert.deepEqual((await compareState(db)).differences.slice(0, 10), [], `seed ${seed}`);
  assert.deepEqual(await ledgerProblems(db), []);
  const verdict = await verifyServedLog(db, there.baseUrl);
  assert.ok(verdict.ok, verdict.ok ? '' : verdict.because);
  await assertKept(book);
}

async function assertKept(told: Book): Promise<void> {
  const { recordedUnanswered: _, ...kept } = await checkBook(db, told);
  assert.deepEqual(kept, { lost: [], changed: [], verdictsLost: [], letGo: [] }, `seed ${seed}`);
  assert.deepEqual(told.surprises, [], `seed ${seed}`);
}
