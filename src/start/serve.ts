import { createServer } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { buildApp } from '../app.ts';
import { openAuthentication } from '../features/access/authenticate.ts';
import { prepareFirstRun } from '../features/access/people/first-run.ts';
import { makePartitions } from '../features/decisions/make-partitions.ts';
import { type IngestOptions, openIngest } from '../features/decisions/recording/ingest.ts';
import type { Config } from '../platform/config.ts';
import type { Deps } from '../platform/deps.ts';
import { explainListenError } from '../platform/explain-failure.ts';
import { type Metrics, openMetrics } from '../platform/metrics.ts';
import { Refusal } from '../platform/refusal.ts';
import { stopWithParent } from '../platform/stop-with-parent.ts';
import { startWorker, type Worker } from '../worker.ts';
import { closeApp } from './close-app.ts';
import { configOrFail, openDeps } from './open-deps.ts';

type Recorded = Parameters<NonNullable<IngestOptions['onRecorded']>>[0];

/** A running Steerhouse. */
export type Running = { url: string; databaseUrl: string; deps: Deps; stop(): Promise<void> };

/** `serve`: API and console, and the background duties too unless STEERHOUSE_ROLES says otherwise. */
export async function run(): Promise<void> {
  const running = await start(configOrFail(), { demo: false });
  const token = await prepareFirstRun(running.deps);
  console.log(`Steerhouse is at ${running.url}`);
  if (token) console.log(`Create the administrator at ${running.url}/welcome#${token}`);
  await untilToldToStop();
  await running.stop();
}

export type StartOptions = {
  demo: boolean;
  /** False only in the benchmark that measures what the ledger costs. */
  writeLedger?: boolean;
};

export async function start(given: Config, { demo, writeLedger = true }: StartOptions): Promise<Running> {
  const config = await withPort(given);
  const { deps, databaseUrl, close } = await openDeps(config, (sentence) => console.error(sentence));
  const metrics = openMetrics();
  const ingest = openIngest(deps, { writeLedger, onRecorded: (recorded) => count(metrics, recorded) });
  const authentication = openAuthentication(deps);
  let stopping = false;
  let worker: Worker | null = null;
  const app = buildApp({
    deps,
    authentication,
    ingest,
    metrics,
    demo,
    notReady: () => notReady(deps, stopping),
  });
  try {
    await makePartitions(deps, deps.clock.now());
    await listen(app, config);
    if (config.roles.includes('work')) worker = startWorker(deps, metrics);
  } catch (error) {
    await app.close();
    await close();
    throw error;
  }
  return {
    url: config.publicUrl,
    databaseUrl,
    deps,
    async stop() {
      stopping = true;
      await closeApp(app);
      await ingest.drained();
      await worker?.stop();
      await authentication.settled();
      await close();
    },
  };
}

async function listen(app: FastifyInstance, config: Config): Promise<void> {
  try {
    await app.listen({ host: config.host, port: config.port });
  } catch (error) {
    throw explainListenError(error, config) ?? error;
  }
}

/** Port 0 is any free one; links and origins need to know it before the server listens. */
async function withPort(config: Config): Promise<Config> {
  if (config.port !== 0) return config;
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, config.host, resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  const port = typeof address === 'object' && address ? address.port : 0;
  return { ...config, port, publicUrl: config.publicUrl.replace(/:0$/, `:${port}`) };
}

async function notReady({ db }: Deps, stopping: boolean): Promise<string | null> {
  if (stopping) return 'This process is shutting down.';
  try {
    await db.row({ text: 'select 1', values: [] });
    return null;
  } catch {
    return 'The database does not answer.';
  }
}

function count(metrics: Metrics, { submissions, answers, tookMs }: Recorded): void {
  metrics.commits.observe(tookMs / 1000);
  metrics.batchSizes.observe(answers.length);
  const routes = new Map<string, Map<string, number>>();
  answers.forEach((answered, index) => {
    if (!answered.ok) {
      metrics.refusals.inc({ code: answered.error instanceof Refusal ? answered.error.code : 'error' });
      return;
    }
    const useCase = submissions[index]?.decision.useCase ?? '';
    const byRoute = routes.get(useCase) ?? new Map<string, number>();
    routes.set(useCase, byRoute.set(answered.answer.route, (byRoute.get(answered.answer.route) ?? 0) + 1));
  });
  for (const [use_case, byRoute] of routes) {
    for (const [route, total] of byRoute) metrics.decisions.inc({ use_case, route }, total);
  }
}

/**
 * Ctrl-C, a service manager's TERM, or the end of the process that started us. The handlers stay: an impatient second
 * Ctrl-C must not cut the orderly shutdown short.
 */
export function untilToldToStop(): Promise<void> {
  return new Promise((resolve) => {
    process.on('SIGINT', () => resolve());
    process.on('SIGTERM', () => resolve());
    stopWithParent(resolve);
  });
}
