import type { Actor } from '../../core/access/actor.ts';
import { sql } from '../../db/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { appendEntries } from '../ledger/append-entries.ts';
import { bumpRoutingEpoch } from '../use-cases/bump-routing-epoch.ts';
import { lockModelVersion } from './lock-model-version.ts';
import { asModelVersion } from './queries.ts';

/** Retires a model version; from the next commit on its decisions are refused. Repeating changes nothing. */
export async function retireModelVersion({ db }: Deps, actor: Actor, modelVersionId: string, at: Date) {
  return db.atomically(async (tx) => {
    const row = await lockModelVersion(tx, modelVersionId);
    if (row.retired_at) return asModelVersion(row);
    await tx.run(sql`update model_version set retired_at = ${at} where model_version_id = ${modelVersionId}`);
    await bumpRoutingEpoch(tx);
    const about = { modelVersion: modelVersionId, useCase: row.use_case_id };
    await appendEntries(tx, at, [{ kind: 'model.retired', actor, about }]);
    return asModelVersion({ ...row, retired_at: at });
  });
}
