import type { BodyOf } from '../../contract/endpoint.ts';
import type * as contract from '../../contract/use-cases.ts';
import type { Actor } from '../../core/access/actor.ts';
import { checkUseCase } from '../../core/use-cases/check-use-case.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { Refusal } from '../../platform/refusal.ts';
import { uuidv7 } from '../../platform/uuidv7.ts';
import { appendEntries } from '../ledger/append-entries.ts';
import { bumpRoutingEpoch } from './bump-routing-epoch.ts';
import { getUseCase } from './queries.ts';

type NewUseCase = BodyOf<typeof contract.createUseCase>;

/** Creates a use case. Its owner is the caller unless another is named; a queue without an owner would be nobody's. */
export async function createUseCase({ db }: Deps, actor: Actor, given: NewUseCase, at: Date) {
  const useCase = withDefaults(given, actor);
  refuseInvalid(useCase);
  const useCaseId = uuidv7(at.getTime());
  return db.atomically(async (tx) => {
    await insert(tx, useCaseId, useCase, at);
    await bumpRoutingEpoch(tx);
    await appendEntries(tx, at, [
      {
        kind: 'use-case.created',
        actor,
        about: { useCase: useCaseId },
        facts: { riskClass: useCase.riskClass, outputKind: useCase.outputKind },
      },
    ]);
    return getUseCase(tx, useCaseId);
  });
}

/** Refuses settings that contradict each other, every problem named. */
export function refuseInvalid(useCase: Parameters<typeof checkUseCase>[0]): void {
  const problems = checkUseCase(useCase);
  if (problems.length === 0) return;
  throw new Refusal(
    'unprocessable',
    'use-case.invalid',
    problems.map((problem) => problem.message).join(' '),
    {
      problems: [...problems],
    },
  );
}

/** An owner is somebody who can still sign in. */
export async function refuseUnknownOwner(tx: Tx, ownerId: string): Promise<void> {
  const owner = await tx.row(sql`select 1 from person where person_id = ${ownerId} and disabled_at is null`);
  if (!owner) throw new Refusal('unprocessable', 'use-case.invalid', 'The owner is nobody known here.');
}

function withDefaults(given: NewUseCase, actor: Actor) {
  const ownerId = given.ownerId ?? (actor.kind === 'person' ? actor.personId : undefined);
  if (!ownerId)
    throw new Refusal('unprocessable', 'use-case.invalid', 'A use case needs an owner: name one in ownerId.');
  return {
    ...given,
    ownerId,
    description: given.description ?? '',
    classes: given.classes ?? [],
    metadataFields: given.metadataFields ?? [],
    reasonCodes: given.reasonCodes ?? [],
    guideline: given.guideline ?? '',
    undoSeconds: given.undoSeconds ?? 5,
    leaseSeconds: given.leaseSeconds ?? 600,
  };
}

async function insert(
  tx: Tx,
  useCaseId: string,
  useCase: ReturnType<typeof withDefaults>,
  at: Date,
): Promise<void> {
  await refuseUnknownOwner(tx, useCase.ownerId);
  const inserted = await tx.run(sql`
    insert into use_case (use_case_id, slug, name, description, owner_id, risk_class, output_kind, classes,
      metadata_fields, reason_codes, guideline, undo_seconds, lease_seconds, created_at)
    values (${useCaseId}, ${useCase.slug}, ${useCase.name}, ${useCase.description}, ${useCase.ownerId},
      ${useCase.riskClass}, ${useCase.outputKind}, ${JSON.stringify(useCase.classes)},
      ${JSON.stringify(useCase.metadataFields)}, ${JSON.stringify(useCase.reasonCodes)}, ${useCase.guideline},
      ${useCase.undoSeconds}, ${useCase.leaseSeconds}, ${at})
    on conflict (slug) do nothing`);
  if (inserted === 1) return;
  throw new Refusal('conflict', 'use-case.slug-taken', `There is a use case "${useCase.slug}" already.`, {
    todo: 'Choose another slug.',
  });
}
