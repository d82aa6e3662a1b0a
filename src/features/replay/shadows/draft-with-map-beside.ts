import type * as contract from '../../../contract/calibration.ts';
import type { AnswerOf, BodyOf, ParamsOf } from '../../../contract/endpoint.ts';
import type { Actor } from '../../../core/access/actor.ts';
import type { Deps } from '../../../platform/deps.ts';
import { draftWithMap } from '../../policies/draft-with-map.ts';
import { startShadowIn } from './start-shadow.ts';

type Ask = ParamsOf<typeof contract.draftWithMap> & BodyOf<typeof contract.draftWithMap>;

/** Drafts a policy with a calibration map and, where asked, runs it beside the live one at once: both, or neither. */
export async function draftWithMapBeside(
  { db }: Deps,
  actor: Actor,
  { shadow = false, ...ask }: Ask,
  at: Date,
): Promise<AnswerOf<typeof contract.draftWithMap>> {
  return db.atomically(async (tx) => {
    const drafted = await draftWithMap(tx, actor, ask, at);
    if (!shadow) return { ...drafted, shadowId: null };
    const { policyVersionId, version } = drafted.draft;
    const name = `Version ${version}, with calibration map ${ask.number}`;
    const started = await startShadowIn(tx, actor, { useCaseId: ask.useCaseId, name, policyVersionId }, at);
    return { ...drafted, shadowId: started.shadowId };
  });
}
