import { Worker } from 'node:worker_threads';
import type { Classifier } from './train-classifier.ts';

/** Trains on the seed rows in a thread of its own: two seconds would stall a server that shares the process. */
export function trainInWorker(seed: number, signal?: AbortSignal): Promise<Classifier> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./training-worker.ts', import.meta.url), { workerData: seed });
    // Nobody waits for it any more; the process must not.
    signal?.addEventListener('abort', () => void worker.terminate(), { once: true });
    worker.once('message', resolve);
    worker.once('error', reject);
    // After a message this changes nothing.
    worker.once('exit', (code) => reject(new Error(`The training thread ended with code ${code}.`)));
  });
}
