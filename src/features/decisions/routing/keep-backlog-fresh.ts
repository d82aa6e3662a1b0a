import type { Deps } from '../../../platform/deps.ts';
import { readWatched } from './read-watched.ts';
import type { RoutingSnapshot } from './routing-snapshot.ts';

/** How often the backlog is read while decisions come in. */
const everyMs = 1_000;
/** Nobody routes by an older reading; after a pause the first batch waits for a new one. */
const oldestMs = 5_000;

/**
 * Keeps the backlog that rules look at fresh, never per decision: a batch that comes a second after the last reading has
 * it read behind its back. Where no rule looks at it, nothing happens at all.
 */
export function openBacklogWatch({ db, clock, log }: Pick<Deps, 'db' | 'clock' | 'log'>) {
  let reading: Promise<void> | null = null;

  function read(snapshot: RoutingSnapshot): Promise<void> {
    const startedMs = performance.now();
    reading ??= readWatched(db, snapshot.watched, clock.now())
      .then(() => {
        snapshot.backlogReadMs = startedMs;
      })
      .finally(() => {
        reading = null;
      });
    return reading;
  }

  /** Waits only where the reading is too old to be used. */
  return async function keepFresh(snapshot: RoutingSnapshot): Promise<void> {
    if (snapshot.watched.length === 0) return;
    const ageMs = performance.now() - snapshot.backlogReadMs;
    if (ageMs < everyMs) return;
    if (ageMs > oldestMs) return read(snapshot);
    read(snapshot).catch((error: unknown) => log.warn({ err: error }, 'the backlog could not be read'));
  };
}
