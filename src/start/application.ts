import type { FastifyInstance } from 'fastify';
import { buildApp } from '../app.ts';
import { openAuthentication } from '../features/access/authenticate.ts';
import { makePartitions } from '../features/decisions/make-partitions.ts';
import { type Ingest, openIngest } from '../features/decisions/recording/ingest.ts';
import type { Config } from '../platform/config.ts';
import type { Deps } from '../platform/deps.ts';
import { explainListenError } from '../platform/explain-failure.ts';
import { openMetrics } from '../platform/metrics.ts';
import { startWorker, type Worker } from '../worker.ts';
import { closeApp } from './close-app.ts';
import { countRecorded } from './count-recorded.ts';
import { registerGauges } from './register-gauges.ts';

/** API, console and duties, on an open database. */
export type Application = { stop(): Promise<void> };

export async function startApplication(
  deps: Deps,
  { demo, writeLedger }: { demo: boolean; writeLedger: boolean },
): Promise<Application> {
  const { config } = deps;
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
    throw error;
  }
  return {
    async stop() {
      stopping = true;
      await closeApp(app);
      await ingest.drained();
      await worker?.stop();
      await authentication.settled();
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
