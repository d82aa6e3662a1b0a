import { createServer } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { buildApp } from '../app.ts';
import { openAuthentication } from '../features/access/authenticate.ts';
import { prepareFirstRun } from '../features/access/people/first-run.ts';
import { makePartitions } from '../features/decisions/make-partitions.ts';
import { type Ingest, openIngest } from '../features/decisions/recording/ingest.ts';
import type { Config } from '../platform/config.ts';
import type { Deps } from '../platform/deps.ts';
import { explainListenError } from '../platform/explain-failure.ts';
import { openMetrics } from '../platform/metrics.ts';
import { stopWithParent } from '../platform/stop-with-parent.ts';
import { startWorker, type Worker } from '../worker.ts';
import { closeApp } from './close-app.ts';
import { countRecorded } from './count-recorded.ts';
import { configOrFail, openDeps } from './open-deps.ts';
import { registerGauges } from './register-gauges.ts';

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
  const ingest = openIngest(deps, {
    writeLedger,
    onRecorded: (recorded) => countRecorded(metrics, recorded),
  });
  registerGauges(metrics, deps, ingest);
  const authentication = openAuthentication(deps);
  let stopping = false;
  let worker: Worker | null = null;
  const app = buildApp({
    deps,
    authentication,
    ingest,
    metrics,
    demo,
    notReady: () => notReady(deps, ingest, stopping),
  });
  try {
    await makePartitions(deps, deps.clock.now());
    await ingest.prepare();
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
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error) => reject(explainListenError(error, config) ?? error));
    probe.listen(0, config.host, resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  const port = typeof address === 'object' && address ? address.port : 0;
  return { ...config, port, publicUrl: config.publicUrl.replace(/:0$/, `:${port}`) };
}

async function notReady({ db }: Deps, ingest: Ingest, stopping: boolean): Promise<string | null> {
  if (stopping) return 'This process is shutting down.';
  if (!ingest.ready()) return 'The policies are not loaded yet.';
  try {
    await db.row({ text: 'select 1', values: [] });
    return null;
  } catch {
    return 'The database does not answer.';
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
