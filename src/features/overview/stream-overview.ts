import { setTimeout as sleep } from 'node:timers/promises';
import type { Deps } from '../../platform/deps.ts';
import { openEventStream } from '../../platform/http/event-stream.ts';
import type { Wire } from '../../platform/http/route.ts';
import { getOverview, type OverviewAsk } from './get-overview.ts';

const everyMs = 1000;

/** Sends the overview about once a second, only when something in it has changed. */
export function streamOverview(deps: Deps, wire: Wire, view: Omit<OverviewAsk, 'at'>) {
  const { stream, reply } = openEventStream(wire);
  void follow();
  return reply;

  async function follow(): Promise<void> {
    let sent = '';
    while (!stream.gone.aborted) {
      try {
        const overview = await getOverview(deps, { ...view, at: deps.clock.now() });
        const { at: _at, ...content } = overview;
        const now = JSON.stringify(content);
        if (now !== sent) stream.send({ event: 'overview', data: overview });
        sent = now;
      } catch (error) {
        // The database is away for a moment; the page shows its last numbers and their age.
        deps.log.warn({ err: error }, 'the overview could not be read');
      }
      await sleep(everyMs, undefined, { signal: stream.gone }).catch(() => undefined);
    }
  }
}
