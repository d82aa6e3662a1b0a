import type { BodyOf } from '../../../contract/endpoint.ts';
import type * as contract from '../../../contract/reviews.ts';
import type { Person } from '../../../core/access/actor.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import { lockTask } from '../tasks/read-task.ts';
import { releasedEntry } from './grant-lease.ts';
import { heldLease } from './refuse-claim.ts';

type Release = { taskId: string } & BodyOf<typeof contract.releaseTask>;

/** Gives a claimed task back to its queue. A skip is no judgement: it is recorded with its reason and never counts. */
export async function releaseTask(
  { db }: Deps,
  person: Person,
  { taskId, claimToken, reason }: Release,
  at: Date,
): Promise<undefined> {
  await db.atomically(async (tx) => {
    const task = await lockTask(tx, taskId);
    heldLease(task, person, claimToken, at);
    await tx.run(sql`delete from lease where claim_token = ${claimToken}`);
    await appendEntries(tx, at, [releasedEntry(task, { actor: person, reason })]);
  });
}
