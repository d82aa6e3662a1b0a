import type { Person } from '../../../core/access/actor.ts';
import { canStillUndo } from '../../../core/reviews/lease.ts';
import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import { grantLease, type HeldTask } from '../claims/grant-lease.ts';
import { oneClaim } from '../claims/list-claims.ts';
import { lockTask, type TaskNow, verdictOfSlot } from '../tasks/read-task.ts';

/**
 * Takes a verdict back inside its undo window; nothing has left yet. The task comes back to the same person with a
 * fresh claim, also to hands that are full: an undo must never fail for that.
 */
export async function withdrawVerdict({ db }: Deps, person: Person, verdictId: string, at: Date) {
  const held = await db.atomically(async (tx) => {
    const task = await lockTask(tx, await ownTask(tx, person, verdictId));
    refuseLate(task, verdictId, at);
    return withdraw(tx, { task, person, verdictId }, at);
  });
  return oneClaim(db, person, held);
}

async function ownTask(tx: Tx, person: Person, verdictId: string): Promise<string> {
  const row = await tx.row<{ task_id: string; reviewer_id: string }>(sql`
    select task_id, reviewer_id from verdict where verdict_id = ${verdictId}`);
  if (!row) throw new Refusal('not-found', 'verdict.unknown', `There is no verdict ${verdictId}.`);
  if (row.reviewer_id === person.personId) return row.task_id;
  throw new Refusal('forbidden', 'verdict.not-yours', 'Only who gave a verdict can undo it.');
}

function refuseLate(task: TaskNow, verdictId: string, at: Date): void {
  const stands = task.state === 'judged' && verdictOfSlot(task)?.verdictId === verdictId;
  if (stands && task.effectAt && canStillUndo(task.effectAt.getTime(), at.getTime())) return;
  throw new Refusal('conflict', 'verdict.too-late', 'The time to undo this verdict is over.', {
    todo: 'If it was wrong, tell whoever owns the use case; the decision page says what became of it.',
    facts: { state: task.state },
  });
}

async function withdraw(
  tx: Tx,
  { task, person, verdictId }: { task: TaskNow; person: Person; verdictId: string },
  at: Date,
): Promise<HeldTask> {
  const { taskId, slotNumber, decisionId, useCaseId } = task;
  await tx.run(sql`update verdict set withdrawn_at = ${at} where verdict_id = ${verdictId}`);
  await tx.run(sql`update slot set state = 'open' where task_id = ${taskId} and slot_number = ${slotNumber}`);
  await tx.run(sql`update task set state = 'open', effect_at = null where task_id = ${taskId}`);
  await appendEntries(tx, at, [
    {
      kind: 'verdict.withdrawn',
      actor: person,
      about: { decision: decisionId, task: taskId, useCase: useCaseId, verdict: verdictId },
      facts: {
        kind: verdictOfSlot(task)?.kind ?? null,
        purpose: task.purpose,
        simulated: person.simulated,
        tier: task.tier,
      },
    },
  ]);
  return grantLease(tx, task, person, at);
}
