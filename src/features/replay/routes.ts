import * as calibration from '../../contract/calibration.ts';
import * as contract from '../../contract/replays.ts';
import * as shadows from '../../contract/shadows.ts';
import type { Deps } from '../../platform/deps.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { cancelReplay } from './asking/cancel-replay.ts';
import { startReplay } from './asking/start-replay.ts';
import { getReplay, listReplays, replayExamples } from './queries.ts';
import { openReplayThread } from './running/replay-thread.ts';
import { draftWithMapBeside } from './shadows/draft-with-map-beside.ts';
import { endShadow } from './shadows/end-shadow.ts';
import { compareShadow, listShadows } from './shadows/queries.ts';
import { startShadow } from './shadows/start-shadow.ts';
import { sweepThresholds } from './sweeping/sweep-thresholds.ts';

/** Ten million confidences are 80 MB; the rest is for what they are sliced by. */
const sweepCacheBytes = 256 * 1024 * 1024;

export function replayRoutes(deps: Deps): Route[] {
  const thread = openReplayThread({ databaseUrl: deps.db.url, cacheBytes: sweepCacheBytes, awaited: true });
  return [
    route(contract.startReplay, ({ actor, params, body, at }) =>
      startReplay(deps, actor, { ...params, ...body }, at),
    ),
    route(contract.getReplay, ({ params }) => getReplay(deps.db, params.replayId)),
    route(contract.listReplays, ({ params, query }) => listReplays(deps.db, params.useCaseId, query)),
    route(contract.cancelReplay, ({ actor, params, at }) => cancelReplay(deps, actor, params.replayId, at)),
    route(contract.replayExamples, ({ params, query }) => replayExamples(deps.db, params.replayId, query)),
    route(contract.sweepThresholds, ({ params, body }) =>
      sweepThresholds(deps.db, thread, { ...params, ...body }),
    ),
    route(calibration.draftWithMap, ({ actor, params, body, at }) =>
      draftWithMapBeside(deps, actor, { ...params, ...body }, at),
    ),
    route(shadows.startShadow, ({ actor, params, body, at }) =>
      startShadow(deps, actor, { ...params, ...body }, at),
    ),
    route(shadows.endShadow, ({ actor, params, at }) => endShadow(deps, actor, params.shadowId, at)),
    route(shadows.listShadows, ({ params, query }) => listShadows(deps.db, params.useCaseId, query)),
    route(shadows.compareShadow, ({ params, query }) => compareShadow(deps.db, params.shadowId, query)),
  ];
}
