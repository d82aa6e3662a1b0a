import type { Claim } from '../../../contract/reviews.ts';
import type { Person } from '../../../core/access/actor.ts';
import type { Db } from '../../../db/database.ts';
import { reviewItems } from '../tasks/review-items.ts';
import { type HeldTask, heldTasks } from './grant-lease.ts';

/** What the person holds, the oldest claim first. */
export async function listClaims(db: Db, person: Person, at: Date) {
  return { items: await asClaims(db, person, await heldTasks(db, person, at)) };
}

export async function oneClaim(db: Db, person: Person, held: HeldTask): Promise<Claim> {
  const [claim] = await asClaims(db, person, [held]);
  if (!claim) throw new Error(`the claimed task ${held.taskId} has no decision`);
  return claim;
}

/** Claims with everything the review page shows of them. */
export async function asClaims(db: Db, person: Person, held: readonly HeldTask[]): Promise<Claim[]> {
  const items = await reviewItems(db, held, person.personId);
  return held.flatMap((one) => {
    const item = items.get(one.taskId);
    if (!item) return [];
    return [
      {
        claimToken: one.claimToken,
        slotNumber: one.slotNumber,
        claimedAt: one.claimedAt.toISOString(),
        expiresAt: one.expiresAt.toISOString(),
        item,
      },
    ];
  });
}
