import type { Database } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';

/** Duties that can be kept from doing their work by something only a person can put right. */
export type Duty = 'integrate' | 'sign';

/** Notes what keeps a duty from its work, for every process and screen to see; null when all is well again. */
export async function noteProblem(
  db: Database,
  duty: Duty,
  noted: { problem: string | null; at: Date },
): Promise<void> {
  const { problem, at } = noted;
  if (problem === null) {
    await db.run(sql`delete from ledger_problem where duty = ${duty}`);
    return;
  }
  await db.run(sql`
    insert into ledger_problem (duty, problem, since)
    values (${duty}, ${problem}, ${at})
    on conflict (duty) do update
    set problem = excluded.problem`);
}
