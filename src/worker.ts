import { setTimeout as sleep } from 'node:timers/promises';
import { accessJobs } from './features/access/jobs.ts';
import { calibrationSources } from './features/calibration/reconciliation-sources.ts';
import { certificateJobs, certificateReactions } from './features/certificates/jobs.ts';
import { certificateSources } from './features/certificates/reconciliation-sources.ts';
import { decisionJobs, decisionReactions } from './features/decisions/jobs.ts';
import { decisionSources } from './features/decisions/reconciliation-sources.ts';
import { feedbackReactions } from './features/feedback/jobs.ts';
import { feedbackSources } from './features/feedback/reconciliation-sources.ts';
import { kpiReactions } from './features/kpis/jobs.ts';
import { ledgerJobs } from './features/ledger/jobs.ts';
import type { Reaction } from './features/ledger/reactions.ts';
import type { ReconciliationSource } from './features/ledger/reconciling/source.ts';
import { policySources } from './features/policies/reconciliation-sources.ts';
import { replayJobs, replayReactions } from './features/replay/jobs.ts';
import { reviewJobs } from './features/reviews/jobs.ts';
import { reconciliationSources } from './features/reviews/reconciliation-sources.ts';
import { segmentJobs, segmentReactions } from './features/segments/jobs.ts';
import { standingApprovalSources } from './features/standing-approvals/reconciliation-sources.ts';
import { isDatabaseAway } from './platform/database-away.ts';
import type { Deps } from './platform/deps.ts';
import type { Job } from './platform/jobs.ts';
import type { Metrics } from './platform/metrics.ts';

export type Worker = { stop(): Promise<void> };

/** Runs the features' duties, each in a loop of its own: run, wait, run again. */
export function startWorker(deps: Deps, metrics: Metrics): Worker {
  const stopping = new AbortController();
  const jobs = allJobs(deps);
  const loops = jobs.map((job) => repeat(job, deps, metrics, stopping.signal));
  return {
    async stop() {
      stopping.abort();
      await Promise.all(loops);
      await Promise.all(jobs.map((job) => letGo(job, deps)));
    },
  };
}

/** What cannot be let go any more is found by whoever comes next, and must not keep this process from ending. */
async function letGo(job: Job, { log }: Deps): Promise<void> {
  try {
    await job.stop?.();
  } catch (error) {
    log.warn({ err: error, job: job.name }, 'a duty could not let go of what it had in hand');
  }
}

export function allJobs(deps: Deps): Job[] {
  return [
    ...accessJobs(deps),
    ...reviewJobs(deps),
    ...decisionJobs(deps),
    ...certificateJobs(deps),
    ...segmentJobs(deps),
    ...replayJobs(deps),
    ...ledgerJobs(deps, allReactions(deps), allSources()),
  ];
}

export function allReactions(deps: Deps): Reaction[] {
  return [
    ...kpiReactions(),
    ...feedbackReactions(),
    ...certificateReactions(deps),
    ...decisionReactions(deps),
    ...segmentReactions(deps),
    ...replayReactions(),
  ];
}

/** What is compared with the ledger in both directions. */
export function allSources(): ReconciliationSource[] {
  return [
    ...decisionSources,
    ...reconciliationSources,
    ...policySources,
    ...standingApprovalSources,
    ...feedbackSources,
    ...calibrationSources,
    ...certificateSources,
  ];
}

/** A failing duty must not spin; it must not be forgotten either. */
const longestPauseMs = 30_000;
/** A database that comes back finds everybody waiting for it; looking costs one refused connection per duty. */
const longestPauseAwayMs = 2_000;

async function repeat(job: Job, deps: Deps, metrics: Metrics, signal: AbortSignal): Promise<void> {
  let failures = 0;
  let longestMs = longestPauseMs;
  while (!signal.aborted) {
    try {
      await job.run(deps.clock.now());
      failures = 0;
    } catch (error) {
      failures += 1;
      metrics.jobFailures.inc({ job: job.name });
      const away = isDatabaseAway(error);
      longestMs = away ? longestPauseAwayMs : longestPauseMs;
      const level = away ? 'warn' : 'error';
      deps.log[level]({ err: error, job: job.name, failures }, 'a duty failed and will run again');
    }
    const pauseMs = Math.min(job.everyMs * 2 ** Math.min(failures, 10), Math.max(longestMs, job.everyMs));
    await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
