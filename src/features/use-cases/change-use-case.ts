import type { BodyOf } from '../../contract/endpoint.ts';
import type * as contract from '../../contract/use-cases.ts';
import type { Person } from '../../core/access/actor.ts';
import { checkPolicy } from '../../core/policies/check-policy.ts';
import type { PolicyDocument } from '../../core/policies/document.ts';
import { changeRisk, type RiskChange } from '../../core/use-cases/lower-risk.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { Refusal } from '../../platform/refusal.ts';
import { appendEntries, type NewEntry } from '../ledger/append-entries.ts';
import { bumpRoutingEpoch } from './bump-routing-epoch.ts';
import { refuseInvalid, refuseUnknownOwner } from './create-use-case.ts';
import { getUseCase, lockUseCase, type UseCaseAnswer } from './queries.ts';

type Change = BodyOf<typeof contract.changeUseCase>;

/**
 * Changes settings; absent ones stay. A change under which the policy in force could no longer be published is refused:
 * its rules would fail for every decision, and everything would be held. A risk class lower than `high` is only asked for.
 */
export async function changeUseCase(
  { db }: Deps,
  actor: Person,
  useCaseId: string,
  change: Change,
  at: Date,
) {
  const { revision, ...settings } = change;
  return db.atomically(async (tx) => {
    const before = await lockUseCase(tx, useCaseId);
    if (before.revision !== revision) throw changedMeanwhile();
    const risk = changeRisk(
      { riskClass: before.riskClass, lowerTo: before.lowering?.riskClass ?? null },
      settings.riskClass ?? before.lowering?.riskClass ?? before.riskClass,
    );
    const changed = Object.keys(settings).filter((name) => name !== 'riskClass' || risk.change === 'changed');
    if (changed.length === 0 && risk.change === 'unchanged') return before;
    const after = { ...before, ...settings, riskClass: risk.riskClass };
    refuseInvalid(after);
    await refuseBreakingPolicy(tx, after);
    if (after.ownerId !== before.ownerId) await refuseUnknownOwner(tx, after.ownerId);
    await tx.run(sql`
      update use_case
      set name = ${after.name}, description = ${after.description}, owner_id = ${after.ownerId},
        risk_class = ${after.riskClass}, classes = ${JSON.stringify(after.classes)},
        metadata_fields = ${JSON.stringify(after.metadataFields)},
        reason_codes = ${JSON.stringify(after.reasonCodes)}, guideline = ${after.guideline},
        undo_seconds = ${after.undoSeconds}, lease_seconds = ${after.leaseSeconds}, revision = revision + 1,
        lower_risk_to = ${risk.lowerTo},
        lower_risk_asked_by = case
          when ${risk.change === 'lowering-asked'} then ${actor.personId}::uuid
          when ${risk.lowerTo !== null} then lower_risk_asked_by end,
        lower_risk_asked_at = case
          when ${risk.change === 'lowering-asked'} then ${at}::timestamptz
          when ${risk.lowerTo !== null} then lower_risk_asked_at end
      where use_case_id = ${useCaseId}`);
    await bumpRoutingEpoch(tx);
    const entry = { actor, about: { useCase: useCaseId } };
    const facts = { revision: revision + 1, changed: changed.sort().join('+') };
    await appendEntries(tx, at, [
      ...(changed.length > 0 ? [{ kind: 'use-case.changed' as const, ...entry, facts }] : []),
      ...entriesOfLowering(risk.change, { ...entry, to: risk.lowerTo ?? 'high' }),
    ]);
    return getUseCase(tx, useCaseId);
  });
}

function entriesOfLowering(
  change: RiskChange,
  { actor, about, to }: Pick<NewEntry, 'actor' | 'about'> & { to: string },
): NewEntry[] {
  if (change === 'lowering-asked') return [{ kind: 'use-case.lowering-asked', actor, about, facts: { to } }];
  return change === 'lowering-dropped' ? [{ kind: 'use-case.lowering-dropped', actor, about }] : [];
}

async function refuseBreakingPolicy(tx: Tx, useCase: UseCaseAnswer): Promise<void> {
  const inForce = await tx.row<{ document: PolicyDocument; version: number }>(sql`
    select document, version from policy_version where use_case_id = ${useCase.useCaseId} and state = 'published'`);
  if (!inForce) return;
  const errors = checkPolicy(inForce.document, useCase).filter((problem) => problem.severity === 'error');
  if (errors.length === 0) return;
  throw new Refusal(
    'conflict',
    'use-case.breaks-policy',
    `The policy in force (version ${inForce.version}) rests on what this would change. ${errors.map(({ message }) => message).join(' ')}`,
    {
      todo: 'Publish a policy that does without it first, then change the use case.',
      problems: errors.map(({ at, message }) => ({ at, message })),
    },
  );
}

export function changedMeanwhile(): Refusal {
  return new Refusal('conflict', 'use-case.changed-meanwhile', 'Somebody changed this use case meanwhile.', {
    todo: 'Load it again and repeat your change.',
  });
}
