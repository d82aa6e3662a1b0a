import { resolve } from 'node:path';
import { demoOptions, demoUsage } from '../demo/demo-options.ts';
import { type RunningDemo, runDemo } from '../demo/run-demo.ts';
import { prepareFirstRun } from '../features/access/people/first-run.ts';
import { StartFailure } from '../platform/start-failure.ts';
import { configOrFail } from './open-deps.ts';
import { start, untilToldToStop } from './serve.ts';

/** `demo`: the product with real queries, a real classifier and simulated people, in a data folder of its own. */
export async function run(args: string[]): Promise<void> {
  const options = demoOptions(args);
  if (!options.ok) throw new StartFailure(`${options.because}\n\n${demoUsage}`);
  const config = configOrFail(defaults);
  const running = await start(config, { demo: true });
  const stopping = new AbortController();
  try {
    const demo = await runDemo({
      baseUrl: running.url,
      firstRunToken: await prepareFirstRun(running.deps),
      folder: config.dataDir,
      options: options.options,
      signal: stopping.signal,
    });
    console.log(welcome(demo, running.url));
    await Promise.race([untilToldToStop(), demo.failed]);
  } finally {
    stopping.abort();
    await running.stop();
  }
}

function welcome({ visitor, owner, opening }: RunningDemo, url: string): string {
  const begins = 'Traffic begins when the classifier has learned from 2,000 labelled queries.';
  const lapse = `The first ${opening.toLocaleString('en')} questions come in time lapse, some three minutes; after that there is enough to calibrate, certify and replay.`;
  return [
    `Steerhouse demo: open ${visitor.signInLink} to be signed in as ${visitor.name}, who reviews (or sign in at ${url} as ${visitor.email} with ${visitor.password}).`,
    `Open ${owner.signInLink} in another browser to be ${owner.name}, who owns the policy (${owner.email} with ${owner.password}).`,
    opening > 0 ? `${begins} ${lapse}` : begins,
    'Ctrl-C stops it.',
  ].join('\n');
}

// The demo's people and decisions stay apart from a real installation in the same checkout.
const defaults = {
  STEERHOUSE_DATA_DIR: resolve(import.meta.dirname, '../../.steerhouse/demo'),
  STEERHOUSE_PUBLIC_LOG: 'true',
};
