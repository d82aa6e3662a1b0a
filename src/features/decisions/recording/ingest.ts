import type { Routed } from '../../../contract/decisions.ts';
import { type Answered, type Batcher, openBatcher } from '../../../platform/batch.ts';
import type { Deps } from '../../../platform/deps.ts';
import { loadActorKey } from '../../ledger/actor-of.ts';
import { openBacklogWatch } from '../routing/keep-backlog-fresh.ts';
import { loadRoutingSnapshot } from '../routing/load-routing-snapshot.ts';
import type { RoutingSnapshot } from '../routing/routing-snapshot.ts';
import { recordDecisions } from './record-decisions.ts';
import type { Submission } from './submission.ts';

/** The way in: one queue per process, with one commit in flight, or two while full batches wait. */
export type Ingest = Batcher<Submission, Routed> & {
  /** Loads the routing snapshot, which the first batch would wait for otherwise. */
  prepare(): Promise<void>;
  /** True once the routing snapshot is loaded. */
  ready(): boolean;
};

export type IngestOptions = {
  writeLedger?: boolean;
  onRecorded?: (recorded: {
    submissions: readonly Submission[];
    answers: readonly Answered<Routed>[];
    tookMs: number;
  }) => void;
};

/** A larger batch costs latency and gains a fifth in throughput; 256 is where both are fair (measured). */
const batchLimit = 256;
/** A batch is one statement: its payloads stand in memory here, on the line, and in the database. */
const batchBytes = 16 * 1024 * 1024;
/** With payloads of the usual size the limit in decisions comes first. */
const queueBytes = 128 * 1024 * 1024;

export function openIngest(deps: Deps, options: IngestOptions = {}): Ingest {
  let loaded: { snapshot: RoutingSnapshot; actorKey: Uint8Array } | null = null;
  async function load() {
    const [snapshot, actorKey] = await Promise.all([
      loadRoutingSnapshot(deps.db, deps.clock.now()),
      loadActorKey(deps.db),
    ]);
    loaded = { snapshot, actorKey };
    return loaded;
  }
  const keepFresh = openBacklogWatch(deps);
  const batcher = openBatcher<Submission, Routed>({
    batchLimit,
    queueLimit: deps.config.queueLimit,
    bytes: {
      of: ({ input, output }) => input.length + output.length,
      batchLimit: batchBytes,
      queueLimit: queueBytes,
    },
    async commit(submissions) {
      const startedMs = performance.now();
      const { actorKey, snapshot } = loaded ?? (await load());
      await keepFresh(snapshot);
      const answers = await recordDecisions(
        {
          deps,
          actorKey,
          snapshot: () => loaded!.snapshot, // loaded two lines above
          reload: async () => void (await load()),
          writeLedger: options.writeLedger ?? true,
        },
        submissions,
      );
      options.onRecorded?.({ submissions, answers, tookMs: performance.now() - startedMs });
      return answers;
    },
  });
  return { ...batcher, prepare: async () => void (loaded ?? (await load())), ready: () => loaded !== null };
}
