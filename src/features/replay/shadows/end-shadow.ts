import type { Shadow } from '../../../contract/shadows.ts';
import type { Actor } from '../../../core/access/actor.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import { getShadow } from './queries.ts';

/** Ends a shadow; what it has recorded stays. */
export async function endShadow({ db }: Deps, actor: Actor, shadowId: string, at: Date): Promise<Shadow> {
  const shadow = await getShadow(db, shadowId);
  await db.atomically(async (tx) => {
    const ended = await tx.run(sql`
      update shadow set ended_at = ${at} where shadow_id = ${shadowId} and ended_at is null`);
    if (ended === 0)
      throw new Refusal('conflict', 'shadow.ended', 'This shadow has ended already.', {
        todo: 'Start another one to go on.',
      });
    const counted = await tx.row<{ decisions: number }>(sql`
      select coalesce(sum(decisions), 0)::bigint as decisions from shadow_tally where shadow_id = ${shadowId}`);
    const about = { shadow: shadowId, useCase: shadow.useCaseId };
    const facts = { decisions: counted?.decisions ?? 0 };
    await appendEntries(tx, at, [{ kind: 'shadow.ended', actor, about, facts }]);
  });
  return getShadow(db, shadowId);
}
