import type { Person } from '../../../core/access/actor.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refusal } from '../../../platform/refusal.ts';

type Draft = { taskId: string; draft: Record<string, unknown> };

/** Keeps what was typed. Needs no claim: whoever lost theirs to a bad line must not lose their words with it. */
export async function saveDraft(
  { db }: Deps,
  { personId }: Person,
  { taskId, draft }: Draft,
  at: Date,
): Promise<undefined> {
  const saved = await db.run(sql`
    insert into draft (task_id, reviewer_id, body, saved_at)
    select task_id, ${personId}::uuid, ${JSON.stringify(draft)}::jsonb, ${at}::timestamptz
    from task where task_id = ${taskId}
    on conflict (task_id, reviewer_id) do update set body = excluded.body, saved_at = excluded.saved_at`);
  if (saved === 0) throw new Refusal('not-found', 'task.unknown', `There is no task ${taskId}.`);
}
