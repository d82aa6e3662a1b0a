import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EntryDraft, encodeCommit } from '../../src/core/ledger/entry.ts';
import { byteaArray, int2Array, uuidArray } from '../../src/db/binary-array.ts';
import { type Database, openDatabase } from '../../src/db/database.ts';
import { sql } from '../../src/db/sql.ts';
import { openIntegrator } from '../../src/features/ledger/tree/integrate.ts';
import { uuidv7 } from '../../src/platform/uuidv7.ts';
import type { Bench } from '../figure.ts';
import { figureOf } from '../figure.ts';
import { loadDecisions } from '../load/decisions.ts';
import type { LoadResult } from '../load/generator.ts';
import { singleRequests } from '../load/requests.ts';
import { refuseFailures, runLoad } from '../load/run-load.ts';
import { startSteerhouse } from '../servers/start-server.ts';

const entriesPerCommit = 64;
const entriesPerRound = 64_000;

/** How fast waiting entries get their place in the tree; nothing else runs. */
export const ledgerIntegrate: Bench = {
  name: 'ledger-integrate',
  about: `Entries integrated a second: ${entriesPerRound} waiting in commits of ${entriesPerCommit}, one leader, nothing else.`,
  async run({ rounds, tell }) {
    const server = await startSteerhouse({ work: false });
    const db = openDatabase({ url: server.postgresUrl, connections: 3 });
    try {
      const rates: number[] = [];
      for (let round = 0; round <= rounds; round++) {
        await fillOutbox(db, entriesPerRound);
        const startedMs = performance.now();
        await drain(db);
        const rate = (entriesPerRound * 1000) / (performance.now() - startedMs);
        // The first one warms the code up.
        if (round > 0) rates.push(rate);
        tell(`round ${round}: ${Math.round(rate)}/s`);
      }
      return [figureOf('ledger.integrate', rates, { unit: 'entries/s', goal: '>= 30000' })];
    } finally {
      await db.close();
      await server.stop();
    }
  },
};

/** From a commit to the checkpoint that covers it, while decisions come at half of what the server can take. */
export const ledgerLag: Bench = {
  name: 'ledger-lag',
  about: 'Commit to checkpoint under half of the full load.',
  async run({ rounds, seconds, tell }) {
    const server = await startSteerhouse();
    const db = openDatabase({ url: server.postgresUrl, connections: 2 });
    try {
      const requests = singleRequests(loadDecisions(server.useCase, server.model), server.apiKey);
      const plan = { host: '127.0.0.1', port: server.port, connections: 64, warmUpSeconds: 1, requests };
      const full = await runLoad({ ...plan, seconds });
      const p99s: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const watching = watchLag(db, (seconds + 1) * 1000);
        const half = await runLoad({ ...plan, seconds, perSecond: full.perSecond / 2 });
        refuseFailures(half);
        const lags = await watching;
        lags.sort((a, b) => a - b);
        p99s.push(lags[Math.floor(lags.length * 0.99)] ?? Number.NaN);
        tell(`round ${round + 1}: p99 ${Math.round(p99s.at(-1) ?? 0)} ms at ${Math.round(half.perSecond)}/s`);
      }
      return [figureOf('ledger.lag', p99s, { unit: 'ms p99', goal: '<= 2000' })];
    } finally {
      await db.close();
      await server.stop();
    }
  },
};

/** Samples commits as they appear and waits for a checkpoint that covers each. */
async function watchLag(db: Database, forMs: number): Promise<number[]> {
  const endMs = performance.now() + forMs;
  const lags: number[] = [];
  const waiting = new Map<string, number>();
  while (performance.now() < endMs || waiting.size > 0) {
    const fresh = await db.rows<{ commit_id: string; written_at: Date }>(sql`
      select commit_id, written_at from ledger_commit where position is null order by written_at desc limit 1`);
    for (const row of fresh)
      if (performance.now() < endMs) waiting.set(row.commit_id, row.written_at.getTime());
    const covered = await db.rows<{ commit_id: string; signed_at: Date }>(sql`
      select commit_id, (select min(signed_at) from ledger_checkpoint where size >= position + entry_count) as signed_at
      from ledger_commit
      where commit_id = any(${[...waiting.keys()]}::uuid[])
        and exists (select from ledger_checkpoint where size >= position + entry_count)`);
    for (const row of covered) {
      lags.push(Math.max(0, row.signed_at.getTime() - (waiting.get(row.commit_id) ?? 0)));
      waiting.delete(row.commit_id);
    }
    if (performance.now() > endMs + 20_000)
      throw new Error(`${waiting.size} commits got no checkpoint within 20 s`);
    await sleep(20);
  }
  return lags;
}

const proofEntries = 1_000_000;
const proofConnections = 4;

/** Receipts over HTTP out of a log of a million entries. */
export const ledgerProof: Bench = {
  name: 'ledger-proof',
  about:
    'Inclusion proofs (receipts) over HTTP, random entries of a log of 1 M: one at a time, and four at a time as fast as it goes.',
  async run({ rounds, seconds, tell }) {
    const server = await startSteerhouse();
    const db = openDatabase({ url: server.postgresUrl, connections: 3 });
    try {
      for (let filled = 0; filled < proofEntries; filled += entriesPerRound) {
        await fillOutbox(db, entriesPerRound);
        await settled(db);
        tell(`filled ${Math.min(filled + entriesPerRound, proofEntries)} of ${proofEntries} entries`);
      }
      await sleep(2500);
      const commits = await db.rows<{ commit_id: string; entry_count: number }>(sql`
        select commit_id, entry_count from ledger_commit order by random() limit 2000`);
      const requests = commits.map(({ commit_id, entry_count }) => {
        const entryId = `${commit_id}.${Math.floor(Math.random() * entry_count)}`;
        return `GET /v1/ledger/receipts/${entryId} HTTP/1.1\r\nhost: 127.0.0.1\r\ncookie: ${server.reviewers[0]?.cookie}\r\n\r\n`;
      });
      const prove = async (connections: number) => {
        const result = await runLoad({
          host: '127.0.0.1',
          port: server.port,
          connections,
          seconds,
          warmUpSeconds: 1,
          requests,
        });
        refuseFailures(result);
        return result;
      };
      const alone: LoadResult[] = [];
      const crowded: LoadResult[] = [];
      for (let round = 0; round < rounds; round++) {
        alone.push(await prove(1));
        crowded.push(await prove(proofConnections));
        tell(
          `round ${round + 1}: p99 ${alone.at(-1)?.p99Ms.toFixed(2)} ms, four at a time ${crowded.at(-1)?.p99Ms.toFixed(2)} ms`,
        );
      }
      return [
        figureOf('ledger.proof', p99s(alone), { unit: 'ms p99', goal: '<= 5' }),
        figureOf('ledger.proof.four', p99s(crowded), { unit: 'ms p99, four connections' }),
        figureOf(
          'ledger.proof.rate',
          crowded.map(({ perSecond }) => perSecond),
          { unit: 'proofs/s, four connections' },
        ),
      ];
    } finally {
      await db.close();
      await server.stop();
    }
  },
};

function p99s(results: readonly LoadResult[]): number[] {
  return results.map(({ p99Ms }) => p99Ms);
}

async function drain(db: Database): Promise<void> {
  const integrateRound = openIntegrator(db);
  for (;;) {
    const round = await integrateRound();
    if (round.found === 'nothing') return;
    if (round.found === 'another-leader') throw new Error('the log is not open, or somebody else integrates');
  }
}

async function settled(db: Database): Promise<void> {
  for (;;) {
    const row = await db.row<{ waiting: boolean }>(
      sql`select exists (select from ledger_commit where position is null) as waiting`,
    );
    if (!row?.waiting) return;
    await sleep(100);
  }
}

/** Entries as recording writes them, put into the outbox in one statement per two hundred commits. */
async function fillOutbox(db: Database, entries: number): Promise<void> {
  const at = new Date();
  const ids: string[] = [];
  const bundles: Uint8Array[] = [];
  for (let filled = 0; filled < entries; filled += entriesPerCommit) {
    const commitId = uuidv7(at.getTime());
    const encoded = encodeCommit(Array.from({ length: entriesPerCommit }, draft), {
      commitId,
      at: at.toISOString(),
    });
    if (!encoded.ok) throw new Error(encoded.because);
    ids.push(commitId);
    bundles.push(encoded.bytes);
    if (ids.length === 200 || filled + entriesPerCommit >= entries) {
      await db.run({
        text: `insert into ledger_commit (commit_id, entry_count, entries)
          select * from unnest($1::uuid[], $2::smallint[], $3::bytea[])`,
        values: [uuidArray(ids), int2Array(ids.map(() => entriesPerCommit)), byteaArray(bundles)],
      });
      ids.length = 0;
      bundles.length = 0;
    }
  }
}

const commitment = Buffer.alloc(32, 7).toString('base64');
const useCase = randomUUID();

function draft(): EntryDraft {
  return {
    kind: 'decision.recorded',
    actor: { kind: 'service', pseudonym: 'abcdefghijklmnopqrstuvwxyz0' },
    about: { decision: randomUUID(), modelVersion: useCase, policyVersion: useCase, useCase },
    facts: { audited: false, inclusionPpm: 50_000, route: 'release', rule: 9, stratum: 'rest' },
    commitments: { input: commitment, output: commitment },
  };
}
