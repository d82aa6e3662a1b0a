import type { Actor } from '../../core/access/actor.ts';
import type { ModelState } from '../../core/policies/facts.ts';
import type { Tx } from '../../db/database.ts';
import type { ModelVersionRow } from '../../db/rows.ts';
import { sql } from '../../db/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { uuidv7 } from '../../platform/uuidv7.ts';
import { appendEntries } from '../ledger/append-entries.ts';
import { bumpRoutingEpoch } from '../use-cases/bump-routing-epoch.ts';
import { getUseCase } from '../use-cases/queries.ts';
import { asModelVersion } from './queries.ts';

/** Registers a model version; a deployment may repeat it safely, the same name answers the first registration. */
export async function registerModelVersion(
  { db }: Deps,
  actor: Actor,
  given: { useCaseId: string; name: string; description: string; state?: ModelState },
  at: Date,
) {
  await getUseCase(db, given.useCaseId);
  return db.atomically(async (tx) => {
    const modelVersionId = uuidv7(at.getTime());
    const state = given.state ?? 'active';
    const inserted = await tx.run(sql`
      insert into model_version (model_version_id, use_case_id, name, description, state, registered_at)
      values (${modelVersionId}, ${given.useCaseId}, ${given.name}, ${given.description}, ${state}, ${at})
      on conflict (use_case_id, name) do nothing`);
    if (inserted === 1) {
      await bumpRoutingEpoch(tx);
      const about = { modelVersion: modelVersionId, useCase: given.useCaseId };
      await appendEntries(tx, at, [{ kind: 'model.registered', actor, about, facts: { state } }]);
    }
    return byName(tx, given);
  });
}

async function byName(tx: Tx, { useCaseId, name }: { useCaseId: string; name: string }) {
  const row = await tx.row<ModelVersionRow>(sql`
    select model_version_id, use_case_id, name, description, state, registered_at, retired_at
    from model_version
    where use_case_id = ${useCaseId} and name = ${name}`);
  if (!row) throw new Error('a model version vanished in the transaction that made it');
  return asModelVersion(row);
}
