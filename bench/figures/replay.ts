import { openReplay } from '../../src/core/replay/replay.ts';
import { totalOf } from '../../src/core/replay/result.ts';
import { type Database, openDatabase } from '../../src/db/database.ts';
import { sql } from '../../src/db/sql.ts';
import { loadPlan } from '../../src/features/replay/running/load-plan.ts';
import { openExtras } from '../../src/features/replay/running/segment-extras.ts';
import { sweepSegments } from '../../src/features/replay/sweeping/sweep-segments.ts';
import { type ColumnCache, openColumnCache } from '../../src/features/segments/column-cache.ts';
import { readColumns } from '../../src/features/segments/read-columns.ts';
import { uuidv7 } from '../../src/platform/uuidv7.ts';
import type { Bench } from '../figure.ts';
import { figureOf, ratios } from '../figure.ts';
import { loadDecisions } from '../load/decisions.ts';
import type { LoadResult } from '../load/generator.ts';
import { singleRequests } from '../load/requests.ts';
import { refuseFailures, runLoad } from '../load/run-load.ts';
import { fillSegments, lastOf, type SegmentsPlan } from '../load/segments.ts';
import { connections } from '../load/single-rate.ts';
import { tenRules } from '../load/ten-rules.ts';
import { startSteerhouse } from '../servers/start-server.ts';

const mebibyte = 1024 * 1024;

/** The use case of the load, with so many decisions before today. */
async function fill(db: Database, decisions: number): Promise<SegmentsPlan> {
  const place = await db.row<{
    use_case_id: string;
    model_version_id: string;
    policy_version_id: string;
  }>(sql`
    select use_case_id, model_version_id, policy_version_id
    from use_case
    join model_version using (use_case_id)
    join policy_version using (use_case_id)
    limit 1`);
  if (!place) throw new Error('the server has no use case');
  const plan = {
    useCaseId: place.use_case_id,
    modelVersionId: place.model_version_id,
    policyVersionId: place.policy_version_id,
    decisions,
    fromMs: Date.now() - 86_400_000 * 30,
  };
  await fillSegments(db, plan);
  return plan;
}

const swept = 10_000_000;

/** All thresholds of the confidence, by slice, over ten million decisions. */
export const replaySweep: Bench = {
  name: 'replay-sweep',
  about: `All 1,000 thresholds of the confidence by 8 slices over ${swept / 1e6} M decisions with 10 k grades: warm (columns decoded in memory) and cold (all of them read from PostgreSQL), in one thread.`,
  async run({ rounds, tell }) {
    const server = await startSteerhouse({ work: false });
    const db = openDatabase({ url: server.postgresUrl, connections: 3 });
    try {
      const plan = await fill(db, swept);
      tell(`wrote ${swept} decisions`);
      const sweep = async (cache: ColumnCache) => {
        const startedMs = performance.now();
        const { decisions } = await sweepSegments(
          db,
          {
            ...{
              useCaseId: plan.useCaseId,
              score: 'confidence',
              fromMs: plan.fromMs,
              beforeMs: lastOf(plan),
            },
            ...{ sliceBy: 'metadata.channel', modelVersionId: null, every: 10 },
          },
          cache,
        );
        if (decisions !== swept) throw new Error(`only ${decisions} decisions were swept`);
        return (performance.now() - startedMs) / 1000;
      };
      const warm: number[] = [];
      const cold: number[] = [];
      for (let round = 0; round <= rounds; round++) {
        const cache = openColumnCache(400 * mebibyte);
        const first = await sweep(cache);
        const again = await sweep(cache);
        tell(`round ${round}: cold ${first.toFixed(2)} s, warm ${again.toFixed(2)} s`);
        // The first one warms the code up.
        if (round === 0) continue;
        cold.push(first);
        warm.push(again);
      }
      return [
        figureOf('replay.sweep', warm, { unit: 's', goal: '<= 0.3' }),
        figureOf('replay.sweep.cold', cold, {
          unit: 's',
          goal: '<= 2',
          note: 'PostgreSQL may have them in its own memory.',
        }),
      ];
    } finally {
      await db.close();
      await server.stop();
    }
  },
};

const replayed = 2_000_000;

type Rate = { perCore: number; perSecond: number };

/** Twenty rules: the ten of the load and ten more that most decisions pass. */
const twentyRules = {
  ...tenRules,
  rules: [
    ...tenRules.rules.slice(0, 7),
    ...Array.from({ length: 10 }, (_, i) => ({
      name: `More ${i + 1}`,
      when:
        i % 2 === 0
          ? `metadata.amount > ${4900 + i * 10}.0 && metadata.country == "US"`
          : `label == "identity" && confidence < 0.${10 + i}`,
      route: tenRules.otherwise,
    })),
    ...tenRules.rules.slice(7),
  ],
};

/** A whole policy over decisions of the past. */
export const replayPolicy: Bench = {
  name: 'replay-policy',
  about: `A policy of 10 and of 20 rules replayed over ${replayed / 1e6} M decisions, by slice, in one thread, everything counted: decisions per second of processor time, from memory and read from PostgreSQL.`,
  async run({ rounds, tell }) {
    const server = await startSteerhouse({ work: false });
    const db = openDatabase({ url: server.postgresUrl, connections: 3 });
    try {
      const plan = await fill(db, replayed);
      const window = { useCaseId: plan.useCaseId, fromMs: plan.fromMs, beforeMs: lastOf(plan) };
      const run = async (document: typeof tenRules, cache: ColumnCache | null) => {
        const ask = { ...window, document, baseline: null, sliceBy: 'metadata.channel' };
        const replay = openReplay(await loadPlan(db, ask));
        const withExtras = openExtras(db, plan.useCaseId);
        const startedMs = performance.now();
        const before = process.cpuUsage();
        for await (const rows of readColumns(db, { ...window, columns: replay.columns }, cache))
          replay.add(await withExtras(rows));
        const { user, system } = process.cpuUsage(before);
        const tookMs = performance.now() - startedMs;
        const { decisions } = totalOf(replay.tallies());
        if (decisions !== replayed) throw new Error(`only ${decisions} decisions were replayed`);
        return { perCore: decisions / (user + system), perSecond: decisions / 1000 / tookMs };
      };
      const cache = openColumnCache(400 * mebibyte);
      await run(tenRules, cache);
      await run(twentyRules, cache);
      const ten: Rate[] = [];
      const twenty: Rate[] = [];
      const cold: Rate[] = [];
      for (let round = 0; round < rounds; round++) {
        ten.push(await run(tenRules, cache));
        twenty.push(await run(twentyRules, cache));
        cold.push(await run(twentyRules, null));
        const told = [ten, twenty, cold].map((rates) => rates.at(-1)?.perCore.toFixed(2)).join(', ');
        tell(
          `round ${round + 1}: ten rules, twenty, twenty from PostgreSQL: ${told} M decisions a second of a core`,
        );
      }
      const unit = 'M decisions per second of a core';
      const perCore = (rates: readonly Rate[]) => rates.map((rate) => rate.perCore);
      return [
        figureOf('replay.policy', perCore(twenty), { unit, goal: '>= 1', note: '20 rules, from memory.' }),
        figureOf('replay.policy.ten', perCore(ten), { unit, goal: '>= 1', note: '10 rules, from memory.' }),
        figureOf('replay.policy.cold', perCore(cold), { unit, note: '20 rules, read from PostgreSQL.' }),
        figureOf(
          'replay.policy.wall',
          twenty.map(({ perSecond }) => perSecond),
          {
            unit: 'M decisions/s by the clock',
            note: '20 rules, from memory, beside whatever else the machine was doing.',
          },
        ),
      ];
    } finally {
      await db.close();
      await server.stop();
    }
  },
};

/** Longer than a round takes. */
const beside = 10_000_000;

/** What callers feel while a replay runs in the same process as the server. */
export const replayBesideIngest: Bench = {
  name: 'replay-beside-ingest',
  about:
    'Single decisions at half of the full rate with a replay running in the same process and without, alternating: p99 of the answers.',
  async run({ rounds, seconds, tell }) {
    const server = await startSteerhouse();
    const db = openDatabase({ url: server.postgresUrl, connections: 3 });
    try {
      const plan = await fill(db, beside);
      const requests = singleRequests(loadDecisions(server.useCase, server.model), server.apiKey);
      const load = { host: '127.0.0.1', port: server.port, connections, seconds, warmUpSeconds: 1, requests };
      const full = await runLoad(load);
      refuseFailures(full);
      const half = async () => {
        const result = await runLoad({ ...load, perSecond: full.perSecond / 2 });
        refuseFailures(result);
        return result;
      };
      const without: LoadResult[] = [];
      const during: LoadResult[] = [];
      for (let round = 0; round < rounds; round++) {
        without.push(await half());
        const replayId = await ask(db, plan);
        await untilRunning(db, replayId);
        during.push(await half());
        const { decisions, state } = await progressOf(db, replayId);
        if (state !== 'running') throw new Error(`the replay was ${state} before the round was over`);
        await db.run(sql`
          update replay set state = 'cancelled', ended_at = now() where replay_id = ${replayId}`);
        tell(
          `round ${round + 1}: without ${without.at(-1)?.p99Ms.toFixed(1)} ms, beside ${during.at(-1)?.p99Ms.toFixed(1)} ms (${decisions} decisions replayed)`,
        );
      }
      const [alone, both] = [without, during].map((results) => results.map(({ p99Ms }) => p99Ms));
      return [
        figureOf('replay.beside_ingest', ratios(both ?? [], alone ?? []), {
          unit: 'of the p99 without',
          goal: '<= 1.25',
        }),
        figureOf('replay.beside_ingest.p99', both ?? [], { unit: 'ms', baseline: alone ?? [] }),
      ];
    } finally {
      await db.close();
      await server.stop();
    }
  },
};

/** A replay that waits, as the endpoint leaves it. */
async function ask(db: Database, plan: SegmentsPlan): Promise<string> {
  const replayId = uuidv7(Date.now());
  await db.run(sql`
    insert into replay (replay_id, use_case_id, state, document, from_at, before_at, slice_by, requested_by, requested_at)
    select ${replayId}, ${plan.useCaseId}, 'waiting', ${JSON.stringify(twentyRules)}, ${new Date(plan.fromMs)},
      ${new Date(lastOf(plan))}, 'metadata.channel', owner_id, now()
    from use_case
    where use_case_id = ${plan.useCaseId}`);
  return replayId;
}

async function progressOf(db: Database, replayId: string): Promise<{ state: string; decisions: number }> {
  const row = await db.row<{ state: string; decisions: number }>(sql`
    select state, decisions from replay where replay_id = ${replayId}`);
  if (!row) throw new Error('the replay is gone');
  return row;
}

async function untilRunning(db: Database, replayId: string): Promise<void> {
  const endMs = performance.now() + 30_000;
  while ((await progressOf(db, replayId)).decisions === 0) {
    if (performance.now() > endMs) throw new Error('the replay did not start within 30 s');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
