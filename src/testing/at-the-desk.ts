// What a reviewer at the desk does, for tests about what follows from it.
import assert from 'node:assert/strict';
import type { Claim, NewVerdict } from '../contract/reviews.ts';
import type { Person } from '../core/access/actor.ts';
import { claimNext } from '../features/reviews/claims/claim-next.ts';
import { submitVerdict } from '../features/reviews/verdicts/submit-verdict.ts';
import type { Desk } from './review-desk.ts';

export async function claimed(desk: Desk, person: Person, seconds = 0): Promise<Claim> {
  const { claim } = await claimNext(desk.deps, person, {}, desk.after(seconds));
  assert.ok(claim, 'there is something to claim');
  return claim;
}

/** Says something about a claimed task. */
export function say(desk: Desk, person: Person, claim: Claim, words: Partial<NewVerdict>, seconds = 10) {
  const { claimToken, item } = claim;
  const verdict = { kind: 'approve' as const, ...words, taskId: item.taskId, claimToken };
  return submitVerdict(desk.deps, person, verdict, desk.after(seconds));
}
