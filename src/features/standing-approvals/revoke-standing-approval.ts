import type { Person } from '../../core/access/actor.ts';
import { approvalStateAt, revocations } from '../../core/standing-approvals/life.ts';
import { sql } from '../../db/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { Refusal } from '../../platform/refusal.ts';
import { appendEntries } from '../ledger/append-entries.ts';
import { bumpRoutingEpoch } from '../use-cases/bump-routing-epoch.ts';
import { getStandingApproval, lockStandingApproval } from './queries.ts';

/** Revokes a standing approval: no decision commits under it any more. Of two who revoke, the first one did it. */
export async function revokeStandingApproval(
  { db }: Deps,
  actor: Person,
  standingApprovalId: string,
  at: Date,
) {
  return db.atomically(async (tx) => {
    const approval = await lockStandingApproval(tx, standingApprovalId);
    const { expires_at, revoked_at } = approval;
    const times = { expiresAtMs: expires_at.getTime(), revokedAtMs: revoked_at?.getTime() ?? null };
    const revocation = revocations[approvalStateAt(times, at.getTime())];
    if (!revocation.ok) throw expired(expires_at);
    if (revocation.change) {
      await tx.run(sql`
        update standing_approval
        set revoked_by = ${actor.personId}, revoked_at = ${at}
        where standing_approval_id = ${standingApprovalId}`);
      // Before the entry: it waits for the recordings in flight, whose entries belong before that of the revocation.
      await bumpRoutingEpoch(tx);
      const about = { standingApproval: standingApprovalId, useCase: approval.use_case_id };
      await appendEntries(tx, at, [{ kind: 'standing-approval.revoked', actor, about }]);
    }
    return getStandingApproval(tx, standingApprovalId, at);
  });
}

function expired(expiresAt: Date): Refusal {
  return new Refusal(
    'conflict',
    'standing-approval.expired',
    `This approval expired at ${expiresAt.toISOString()}; it releases nothing any more.`,
  );
}
