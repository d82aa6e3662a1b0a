import { setTimeout as sleep } from 'node:timers/promises';
import type { Overview } from '../../contract/overview.ts';
import { may } from '../../core/access/actor.ts';
import type { Deps } from '../../platform/deps.ts';
import { openEventStream } from '../../platform/http/event-stream.ts';
import type { Wire } from '../../platform/http/route.ts';
import { getOverview, type OverviewAsk } from './get-overview.ts';

type View = Omit<OverviewAsk, 'at'>;

const everyMs = 1000;

/** Overviews of this moment; however many people look at one, it is made once. */
export type LiveOverviews = (view: View) => Promise<Overview>;

export function openLiveOverviews(deps: Deps): LiveOverviews {
  const made = new Map<string, { untilMs: number; overview: Promise<Overview> }>();
  return (view) => {
    const nowMs = performance.now();
    for (const [key, { untilMs }] of made) if (untilMs <= nowMs) made.delete(key);
    const key = `${view.useCaseId} ${view.windowMinutes} ${may(view.actor, 'payloads:read')}`;
    const known = made.get(key);
    if (known) return known.overview;
    const overview = getOverview(deps, { ...view, at: deps.clock.now() });
    made.set(key, { untilMs: nowMs + everyMs / 2, overview });
    return overview;
  };
}

/** Sends the overview about once a second, only when something in it has changed. */
export function streamOverview(
  { log }: Deps,
  wire: Wire,
  { live, view }: { live: LiveOverviews; view: View },
) {
  const { stream, reply } = openEventStream(wire);
  void follow();
  return reply;

  async function follow(): Promise<void> {
    let sent = '';
    while (!stream.gone.aborted) {
      try {
        const overview = await live(view);
        const { at: _at, ...content } = overview;
        const now = JSON.stringify(content);
        if (now !== sent) stream.send({ event: 'overview', data: overview });
        sent = now;
      } catch (error) {
        // The database is away for a moment; the page shows its last numbers and their age.
        log.warn({ err: error }, 'the overview could not be read');
      }
      await sleep(everyMs, undefined, { signal: stream.gone }).catch(() => undefined);
    }
  }
}
