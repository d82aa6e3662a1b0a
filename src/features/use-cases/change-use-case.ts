import type { BodyOf } from '../../contract/endpoint.ts';
import type * as contract from '../../contract/use-cases.ts';
import type { Actor } from '../../core/access/actor.ts';
import { checkPolicy } from '../../core/policies/check-policy.ts';
import type { PolicyDocument } from '../../core/policies/document.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { Refusal } from '../../platform/refusal.ts';
import { appendEntries } from '../ledger/append-entries.ts';
import { bumpRoutingEpoch } from './bump-routing-epoch.ts';
import { refuseInvalid, refuseUnknownOwner } from './create-use-case.ts';
import { getUseCase, lockUseCase, type UseCaseAnswer } from './queries.ts';

type Change = BodyOf<typeof contract.changeUseCase>;

/**
 * Changes settings; absent ones stay. A change under which the policy in force could no longer be published is refused:
 * its rules would fail for every decision, and everything would be held.
 */
export async function changeUseCase({ db }: Deps, actor: Actor, useCaseId: string, change: Change, at: Date) {
  const { revision, ...settings } = change;
  return db.atomically(async (tx) => {
    const before = await lockUseCase(tx, useCaseId);
    if (before.revision !== revision) throw changedMeanwhile();
    if (Object.keys(settings).length === 0) return before;
    const after = { ...before, ...settings };
    refuseInvalid(after);
    await refuseBreakingPolicy(tx, after);
    if (after.ownerId !== before.ownerId) await refuseUnknownOwner(tx, after.ownerId);
    await tx.run(sql`
      update use_case
      set name = ${after.name}, description = ${after.description}, owner_id = ${after.ownerId},
        risk_class = ${after.riskClass}, classes = ${JSON.stringify(after.classes)},
        metadata_fields = ${JSON.stringify(after.metadataFields)},
        reason_codes = ${JSON.stringify(after.reasonCodes)}, guideline = ${after.guideline},
        undo_seconds = ${after.undoSeconds}, lease_seconds = ${after.leaseSeconds}, revision = revision + 1
      where use_case_id = ${useCaseId}`);
    await bumpRoutingEpoch(tx);
    await appendEntries(tx, at, [
      {
        kind: 'use-case.changed',
        actor,
        about: { useCase: useCaseId },
        facts: { revision: revision + 1, changed: Object.keys(settings).sort().join('+') },
      },
    ]);
    return getUseCase(tx, useCaseId);
  });
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

function changedMeanwhile(): Refusal {
  return new Refusal('conflict', 'use-case.changed-meanwhile', 'Somebody changed this use case meanwhile.', {
    todo: 'Load it again and repeat your change.',
  });
}
