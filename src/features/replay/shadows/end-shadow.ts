import type { Shadow } from '../../../contract/shadows.ts';
import type { Actor } from '../../../core/access/actor.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import { getShadow } from './queries.ts';

/** Ends a shadow; what it has recorded stays. What the log holds before the end and is not counted yet, is counted still. */
export async function endShadow({ db }: Deps, actor: Actor, shadowId: string, at: Date): Promise<Shadow> {
  const shadow = await getShadow(db, shadowId);
  await db.atomically(async (tx) => {
    const ended = await tx.run(sql`
      update shadow set ended_at = ${at} where shadow_id = ${shadowId} and ended_at is null`);
    if (ended === 0)
      throw new Refusal('conflict', 'shadow.ended', 'This shadow has ended already.', {
        todo: 'Start another one to go on.',
      });
    const about = { shadow: shadowId, useCase: shadow.useCaseId };
    await appendEntries(tx, at, [{ kind: 'shadow.ended', actor, about }]);
  });
  return getShadow(db, shadowId);
}
