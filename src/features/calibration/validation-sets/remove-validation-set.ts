import type { Actor } from '../../../core/access/actor.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import { unknownSet } from './load-validation-set.ts';
import { getValidationSet } from './queries.ts';

/** Removes the rows; that the set was there, its sum and what was fitted on it stay known. */
export async function removeValidationSet({ db }: Deps, actor: Actor, validationSetId: string, at: Date) {
  return db.atomically(async (tx) => {
    const set = await tx.row<{ name: string; use_case_id: string; removed_at: Date | null }>(sql`
      select name, use_case_id, removed_at
      from validation_set
      where validation_set_id = ${validationSetId}
      for update`);
    if (!set) throw unknownSet(validationSetId);
    if (set.removed_at) {
      throw new Refusal('conflict', 'validation-set.removed', `"${set.name}" has been removed already.`);
    }
    await tx.run(sql`delete from validation_chunk where validation_set_id = ${validationSetId}`);
    await tx.run(sql`
      update validation_set set removed_at = ${at} where validation_set_id = ${validationSetId}`);
    await appendEntries(tx, at, [
      {
        kind: 'validation-set.removed',
        actor,
        about: { validationSet: validationSetId, useCase: set.use_case_id },
      },
    ]);
    return getValidationSet(tx, validationSetId);
  });
}
