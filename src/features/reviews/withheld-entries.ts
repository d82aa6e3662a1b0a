import type { Actor } from '../../core/access/actor.ts';
import type { Entry } from '../../core/ledger/entry.ts';
import { isKeptBlind } from '../../core/reviews/withheld.ts';
import type { Db } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';

/**
 * Which of these entries are withheld from a reader: those about decisions that are still being judged blind, or by several
 * independently, where the reader could be asked as well. Answers whether each is.
 */
export async function withheldEntries(
  db: Db,
  reader: Actor,
  entries: readonly Entry[],
): Promise<(entry: Entry) => boolean> {
  const taskIds = entries.flatMap(({ about }) => about.task ?? []);
  const decisionIds = entries.flatMap(({ about }) => about.decision ?? []);
  if (!isKeptBlind(reader) || taskIds.length + decisionIds.length === 0) return () => false;
  const rows = await db.rows<{ task_id: string; decision_id: string }>({
    name: 'withheld-entries',
    ...sql`
      select task_id, decision_id
      from task
      where (task_id = any(${taskIds}::uuid[]) or decision_id = any(${decisionIds}::uuid[]))
        and state in ('open', 'judged') and (blind or most > 1)`,
  });
  const withheld = new Set(rows.flatMap((row) => [row.task_id, row.decision_id]));
  return ({ about }) => withheld.has(about.task ?? '') || withheld.has(about.decision ?? '');
}
