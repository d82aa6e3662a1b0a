import type { Person } from '../../../core/access/actor.ts';
import { canStillUndo } from '../../../core/reviews/lease.ts';
import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import { grantLease, type HeldTask } from '../claims/grant-lease.ts';
import { oneClaim } from '../claims/list-claims.ts';
import { lockTask, type TaskNow } from '../tasks/read-task.ts';
import type { StandingVerdict } from '../tasks/standing-verdicts.ts';

/**
 * Takes a verdict back inside its undo window; nothing has left yet. The task comes back to the same person with a
 * fresh claim, also to hands that are full: an undo must never fail for that.
 */
export async function withdrawVerdict({ db }: Deps, person: Person, verdictId: string, at: Date) {
  const held = await db.atomically(async (tx) => {
    const task = await lockTask(tx, await ownTask(tx, person, verdictId));
    const verdict = task.verdicts.find((one) => one.verdictId === verdictId);
    if (!verdict || isLate(task, verdict, at)) throw tooLate(task);
    return withdraw(tx, { task, person, verdict }, at);
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

/** Where the verdicts of a round have brought in others, its windows have ended by the clock that saw to that. */
function isLate(task: TaskNow, { round, undoUntil }: StandingVerdict, at: Date): boolean {
  const waits = round === task.round && (task.state === 'open' || task.state === 'judged');
  return !waits || !canStillUndo(undoUntil.getTime(), at.getTime());
}

function tooLate(task: TaskNow): Refusal {
  return new Refusal('conflict', 'verdict.too-late', 'The time to undo this verdict is over.', {
    todo: 'If it was wrong, tell whoever owns the use case; the decision page says what became of it.',
    facts: { state: task.state },
  });
}

async function withdraw(
  tx: Tx,
  { task, person, verdict }: { task: TaskNow; person: Person; verdict: StandingVerdict },
  at: Date,
): Promise<HeldTask> {
  const { taskId, decisionId, useCaseId } = task;
  const { verdictId, slotNumber } = verdict;
  await tx.run(sql`update verdict set withdrawn_at = ${at} where verdict_id = ${verdictId}`);
  await tx.run(sql`update slot set state = 'open' where task_id = ${taskId} and slot_number = ${slotNumber}`);
  await tx.run(sql`update task set state = 'open', effect_at = null where task_id = ${taskId}`);
  await appendEntries(tx, at, [
    {
      kind: 'verdict.withdrawn',
      actor: person,
      about: { decision: decisionId, task: taskId, useCase: useCaseId, verdict: verdictId },
      facts: {
        kind: verdict.kind,
        purpose: task.purpose,
        simulated: person.simulated,
        tier: task.tier,
      },
    },
  ]);
  return grantLease(tx, { task, slotNumber }, person, at);
}
