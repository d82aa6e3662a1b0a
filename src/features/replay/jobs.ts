import type { Deps } from '../../platform/deps.ts';
import type { Job } from '../../platform/jobs.ts';
import type { Reaction } from '../ledger/reactions.ts';
import { openReplayThread } from './running/replay-thread.ts';
import { openReplayRunner } from './running/run-replays.ts';
import { openShadowReaction, shadowNews } from './shadows/evaluate-shadows.ts';

/** Replays read each segment once; the cache serves the second replay of the same window. */
const replayCacheBytes = 64 * 1024 * 1024;

export function replayJobs(deps: Deps): Job[] {
  const thread = openReplayThread({ databaseUrl: deps.db.url, cacheBytes: replayCacheBytes });
  const runner = openReplayRunner(deps, thread);
  return [{ name: 'run-replays', everyMs: 250, run: (at) => runner.tick(at), stop: () => runner.stop() }];
}

export function replayReactions(): Reaction[] {
  return [{ name: 'evaluate-shadows', kinds: shadowNews, react: openShadowReaction() }];
}
