import type { Person } from '../../core/access/actor.ts';
import { mayConfirmLowering } from '../../core/use-cases/lower-risk.ts';
import { sql } from '../../db/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { Refusal } from '../../platform/refusal.ts';
import { appendEntries } from '../ledger/append-entries.ts';
import { bumpRoutingEpoch } from './bump-routing-epoch.ts';
import { changedMeanwhile } from './change-use-case.ts';
import { getUseCase, lockUseCase } from './queries.ts';

/** Puts the lower risk class in force that another person asked for: the revision is that which was read. */
export async function confirmLowering(
  { db }: Deps,
  actor: Person,
  { useCaseId, revision }: { useCaseId: string; revision: number },
  at: Date,
) {
  return db.atomically(async (tx) => {
    const before = await lockUseCase(tx, useCaseId);
    if (before.revision !== revision) throw changedMeanwhile();
    const { lowering } = before;
    if (!lowering) throw nothingAsked();
    if (!mayConfirmLowering(actor.personId, lowering.askedBy)) throw askedYourself();
    await tx.run(sql`
      update use_case
      set risk_class = ${lowering.riskClass}, lower_risk_to = null, lower_risk_asked_by = null,
        lower_risk_asked_at = null, revision = revision + 1
      where use_case_id = ${useCaseId}`);
    await bumpRoutingEpoch(tx);
    const facts = { revision: revision + 1, to: lowering.riskClass };
    await appendEntries(tx, at, [
      { kind: 'use-case.lowering-confirmed', actor, about: { useCase: useCaseId }, facts },
    ]);
    return getUseCase(tx, useCaseId);
  });
}

function nothingAsked(): Refusal {
  return new Refusal('conflict', 'use-case.no-lowering', 'Nobody has asked for a lower risk class.', {
    todo: 'Ask for one by changing the risk class; somebody else then confirms it.',
  });
}

function askedYourself(): Refusal {
  return new Refusal(
    'forbidden',
    'use-case.needs-another-person',
    'You asked for the lower risk class, so somebody else has to confirm it.',
    { todo: 'Ask another person who may change use cases.' },
  );
}
