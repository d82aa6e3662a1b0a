import { openMetrics } from '../platform/metrics.ts';
import { startWorker } from '../worker.ts';
import { configOrFail, openDeps } from './open-deps.ts';
import { untilToldToStop } from './serve.ts';

/** `work`: the background duties alone, beside processes that serve. */
export async function run(): Promise<void> {
  const { deps, close } = await openDeps(configOrFail(), (sentence) => console.error(sentence));
  const worker = startWorker(deps, openMetrics());
  console.log('Steerhouse works in the background.');
  await untilToldToStop();
  await worker.stop();
  await close();
}
