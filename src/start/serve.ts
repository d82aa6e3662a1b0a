import { createServer } from 'node:net';
import type { Config } from '../platform/config.ts';
import type { Deps } from '../platform/deps.ts';
import { explainDatabaseError, explainListenError } from '../platform/explain-failure.ts';
import { stopWithParent } from '../platform/stop-with-parent.ts';
import { configOrFail, openDeps } from './open-deps.ts';

/** A running Steerhouse. */
export type Running = { url: string; databaseUrl: string; deps: Deps; stop(): Promise<void> };

/** `serve`: API and console, and the background duties too unless STEERHOUSE_ROLES says otherwise. */
export async function run(): Promise<void> {
  const running = await start(configOrFail(), { demo: false });
  const { prepareFirstRun } = await import('../features/access/people/first-run.ts');
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

/** PostgreSQL starts in processes of its own; meanwhile this one loads the application, which takes as long. */
export async function start(given: Config, { demo, writeLedger = true }: StartOptions): Promise<Running> {
  const config = await withPort(given);
  const [{ deps, databaseUrl, close }, { startApplication }] = await Promise.all([
    openDeps(config, (sentence) => console.error(sentence)),
    import('./application.ts'),
  ]);
  try {
    const application = await startApplication(deps, { demo, writeLedger });
    return {
      url: config.publicUrl,
      databaseUrl,
      deps,
      async stop() {
        await application.stop();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw explainDatabaseError(error, config.databaseUrl) ?? error;
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
