import { sql } from '../../db/sql.ts';
import type { Deps } from '../../platform/deps.ts';

/** Longer than any reading of a window takes. */
const keptMs = 3_600_000;

/** Removes segments that were merged into others some time ago. */
export function removeReplaced({ db }: Pick<Deps, 'db'>, at: Date): Promise<number> {
  return db.run(sql`
    delete from decision_segment
    where replaced_at < ${new Date(at.getTime() - keptMs)}`);
}
