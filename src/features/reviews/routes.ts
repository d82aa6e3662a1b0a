import * as contract from '../../contract/reviews.ts';
import type { Deps } from '../../platform/deps.ts';
import { personOf } from '../../platform/http/person-of.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { claimNext } from './claims/claim-next.ts';
import { claimTask } from './claims/claim-task.ts';
import { heartbeat } from './claims/heartbeat.ts';
import { listClaims } from './claims/list-claims.ts';
import { parkTask } from './claims/park-task.ts';
import { releaseTask } from './claims/release-task.ts';
import { saveDraft } from './claims/save-draft.ts';
import { countHeld, openQueueList } from './tasks/list-queues.ts';
import { listMyVerdicts } from './verdicts/list-my-verdicts.ts';
import { submitVerdict } from './verdicts/submit-verdict.ts';
import { withdrawVerdict } from './verdicts/withdraw-verdict.ts';

/** Judging is for people alone: `personOf` stands here a second time behind the permission, whatever roles become. */
export function reviewRoutes(deps: Deps): Route[] {
  const { db } = deps;
  const queues = openQueueList(db);
  return [
    route(contract.listQueues, async ({ actor, at }) => ({
      items: await queues(at),
      mine: await countHeld(db, personOf(actor), at),
    })),
    route(contract.claimNext, ({ actor, body, at }) => claimNext(deps, personOf(actor), body, at)),
    route(contract.listClaims, ({ actor, at }) => listClaims(db, personOf(actor), at)),
    route(contract.claimTask, ({ actor, params, at }) => claimTask(deps, personOf(actor), params.taskId, at)),
    route(contract.heartbeat, ({ actor, params, body, at }) =>
      heartbeat(deps, personOf(actor), { ...params, ...body }, at),
    ),
    route(contract.releaseTask, ({ actor, params, body, at }) =>
      releaseTask(deps, personOf(actor), { ...params, ...body }, at),
    ),
    route(contract.parkTask, ({ actor, params, body, at }) =>
      parkTask(deps, personOf(actor), { ...params, ...body }, at),
    ),
    route(contract.saveDraft, ({ actor, params, body, at }) =>
      saveDraft(deps, personOf(actor), { ...params, ...body }, at),
    ),
    route(contract.submitVerdict, ({ actor, params, body, at }) =>
      submitVerdict(deps, personOf(actor), { ...params, ...body }, at),
    ),
    route(contract.withdrawVerdict, ({ actor, params, at }) =>
      withdrawVerdict(deps, personOf(actor), params.verdictId, at),
    ),
    route(contract.listMyVerdicts, ({ actor, query, at }) => listMyVerdicts(db, personOf(actor), query, at)),
  ];
}
