import type { Actor } from '../../../core/access/actor.ts';
import { type DecisionEvent, type DecisionState, stepDecision } from '../../../core/decisions/life.ts';
import type { Tx } from '../../../db/database.ts';
import type { DecisionRow } from '../../../db/rows.ts';
import { sql } from '../../../db/sql.ts';
import { appendEntries, type EntryPointer, type NewEntry } from '../../ledger/append-entries.ts';

/** What came of a decision: people's resolution, or its time-out. */
export type Settling = {
  decisionId: string;
  event: DecisionEvent;
  verdictId: string | null;
  /** The corrected output and the salt its commitment was made with. */
  output: Buffer | null;
  outputSalt: Buffer | null;
};

type OpenDecision = Pick<DecisionRow, 'decision_id' | 'use_case_id' | 'state' | 'task_id'>;

/**
 * Settles decisions: moves each along its life, keeps what people made of it, and tells the ledger. A decision that is
 * settled already keeps its first settlement; the table of its life says so. Where people could not decide, the decision
 * stays as it is: the task's entry tells of it, and there is nothing to settle.
 *
 * @returns the ids that changed, whose waiters are to be woken after the commit
 */
export async function settleDecisions(
  tx: Tx,
  at: Date,
  actor: Actor,
  settlings: readonly Settling[],
): Promise<string[]> {
  const decisions = await lockDecisions(tx, settlings);
  const steps = settlings.flatMap((settling) => {
    const decision = decisions.get(settling.decisionId);
    if (!decision || settling.event === 'cannot-decide') return [];
    const step = stepDecision(decision.state, settling.event);
    if (!step.ok) return [];
    decisions.set(settling.decisionId, { ...decision, state: step.state });
    return [{ settling, decision, state: step.state }];
  });
  if (steps.length === 0) return [];
  const pointers = await appendEntries(
    tx,
    at,
    steps.map((step) => entryOf(step, actor)),
  );
  await write(tx, at, steps, pointers);
  return steps.map(({ settling }) => settling.decisionId);
}

type Step = { settling: Settling; decision: OpenDecision; state: DecisionState };

async function lockDecisions(tx: Tx, settlings: readonly Settling[]): Promise<Map<string, OpenDecision>> {
  // In the order of their ids, so that two settlers never wait for each other.
  const rows = await tx.rows<OpenDecision>(sql`
    select decision_id, use_case_id, state, task_id
    from decision
    where decision_id = any(${settlings.map((settling) => settling.decisionId)}::uuid[])
    order by decision_id
    for update`);
  return new Map(rows.map((row) => [row.decision_id, row]));
}

async function write(
  tx: Tx,
  at: Date,
  steps: readonly Step[],
  pointers: readonly EntryPointer[],
): Promise<void> {
  const told = steps.map((step, index) => ({ ...step, pointer: pointers[index]! })); // one each
  const last = [...new Map(told.map((step) => [step.settling.decisionId, step])).values()];
  const ids = last.map(({ settling }) => settling.decisionId);
  const states = last.map(({ state }) => state);
  await tx.run(sql`
    update decision
    set state = given.state, settled_at = ${at}
    from unnest(${ids}::uuid[], ${states}::text[]) as given (decision_id, state)
    where decision.decision_id = given.decision_id`);
  await tx.run(sql`
    insert into settlement (decision_id, state, settled_at, use_case_id, event, override, output, output_salt,
      verdict_id, commit_id, entry_index)
    select decision_id, state, ${at}::timestamptz, use_case_id, event, override, output, output_salt, verdict_id,
      commit_id, entry_index
    from unnest(${ids}::uuid[], ${states}::text[], ${last.map(({ decision }) => decision.use_case_id)}::uuid[],
      ${last.map(({ settling }) => settling.event)}::text[],
      ${last.map(({ settling }) => isOverride(settling.event))}::boolean[],
      ${last.map(({ settling }) => settling.output)}::bytea[],
      ${last.map(({ settling }) => settling.outputSalt)}::bytea[],
      ${last.map(({ settling }) => settling.verdictId)}::uuid[],
      ${last.map(({ pointer }) => pointer.commitId)}::uuid[],
      ${last.map(({ pointer }) => pointer.entryIndex)}::smallint[])
      as given (decision_id, state, use_case_id, event, override, output, output_salt, verdict_id, commit_id,
        entry_index)
    on conflict (decision_id) do update
    set event = excluded.event, state = excluded.state, override = excluded.override, output = excluded.output,
      output_salt = excluded.output_salt, verdict_id = excluded.verdict_id, settled_at = excluded.settled_at,
      commit_id = excluded.commit_id, entry_index = excluded.entry_index`);
}

/** An override: the resolution differs from the model. */
function isOverride(event: DecisionEvent): boolean {
  return event === 'edit' || event === 'reject';
}

function entryOf({ settling, decision, state }: Step, actor: Actor): NewEntry {
  const timedOut = settling.event.startsWith('time-out-');
  return {
    kind: timedOut ? 'decision.timed-out' : 'decision.settled',
    actor,
    about: {
      decision: settling.decisionId,
      useCase: decision.use_case_id,
      ...(decision.task_id ? { task: decision.task_id } : null),
      ...(settling.verdictId ? { verdict: settling.verdictId } : null),
    },
    facts: { before: decision.state, event: settling.event, state },
  };
}
