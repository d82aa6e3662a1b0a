import type { Actor } from '../../core/access/actor.ts';
import { acceptsDecisions } from '../../core/models/check-model.ts';
import type { ModelState } from '../../core/policies/facts.ts';
import { sql } from '../../db/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { Refusal } from '../../platform/refusal.ts';
import { appendEntries } from '../ledger/append-entries.ts';
import { bumpRoutingEpoch } from '../use-cases/bump-routing-epoch.ts';
import { lockModelVersion } from './lock-model-version.ts';
import { asModelVersion } from './queries.ts';

/** Changes the state of a model version; no decision commits under the old one any more. Repeating changes nothing. */
export async function changeModelState(
  { db }: Deps,
  actor: Actor,
  { modelVersionId, state }: { modelVersionId: string; state: ModelState },
  at: Date,
) {
  return db.atomically(async (tx) => {
    const row = await lockModelVersion(tx, modelVersionId);
    const { name, retired_at } = row;
    if (!acceptsDecisions({ name, retiredAtMs: retired_at?.getTime() ?? null }, at.getTime()))
      throw retired(name);
    if (row.state === state) return asModelVersion(row);
    await tx.run(sql`update model_version set state = ${state} where model_version_id = ${modelVersionId}`);
    await bumpRoutingEpoch(tx);
    const about = { modelVersion: modelVersionId, useCase: row.use_case_id };
    await appendEntries(tx, at, [
      { kind: 'model.changed', actor, about, facts: { before: row.state, state } },
    ]);
    return asModelVersion({ ...row, state });
  });
}

function retired(name: string): Refusal {
  return new Refusal('conflict', 'model.retired', `"${name}" is retired and decides nothing any more.`, {
    todo: 'Register its successor under a new name.',
  });
}
