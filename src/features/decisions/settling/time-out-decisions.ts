import { failClosedRoute } from '../../../core/policies/compile-policy.ts';
import type { PolicyDocument, Timeout } from '../../../core/policies/document.ts';
import type { Tx } from '../../../db/database.ts';
import type { DecisionRow, TaskRow } from '../../../db/rows.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { cancelTasks } from '../../reviews/cancel-tasks.ts';
import { escalateTasks } from '../../reviews/escalate-tasks.ts';
import { wakeWaiters } from '../outcomes/wait-for-outcome.ts';
import { type Settling, settleDecisions } from './settle-decisions.ts';

type Due = Pick<DecisionRow, 'decision_id' | 'task_id' | 'rule_index' | 'reason'> & {
  document: PolicyDocument;
  task_state: TaskRow['state'] | null;
};

const mostAtOnce = 200;

/**
 * Carries out the time-outs of held decisions, batch after batch. A decision whose task is judged already is left to its
 * verdicts: people were in time, only the undo window is still running. One that experts could not decide either is
 * timed out like any other.
 *
 * @returns how many decisions changed
 */
export async function timeOutDecisions({ db }: Pick<Deps, 'db'>, at: Date): Promise<number> {
  let total = 0;
  for (;;) {
    const { settled, escalated, found } = await db.atomically((tx) => timeOutSome(tx, at));
    wakeWaiters(settled);
    total += settled.length + escalated;
    // Less than a full batch: the rest is not due, or in the hands of another process.
    if (found < mostAtOnce) return total;
  }
}

type TimedOut = { settled: string[]; escalated: number; found: number };

async function timeOutSome(tx: Tx, at: Date): Promise<TimedOut> {
  const due = (await lockDue(tx, at)).map((decision) => ({ ...decision, ...timeoutOf(decision) }));
  const escalated = await escalateSome(
    tx,
    at,
    due.filter(({ timeout }) => timeout.action === 'escalate'),
  );
  const settlings = due.flatMap(({ decision_id, task_id, task_state, timeout }) => {
    const settling = settlingOf(decision_id, timeout);
    return settling ? [{ settling, task_id, task_state }] : [];
  });
  const taskIds = settlings.flatMap(({ task_id, task_state }) =>
    task_id && task_state === 'open' ? [task_id] : [],
  );
  const cancelled = await cancelTasks(tx, at, { taskIds, because: 'timed-out' });
  // A task that is open no more has been judged in between.
  const left = settlings.filter(
    ({ task_id, task_state }) => task_state !== 'open' || (task_id && cancelled.has(task_id)),
  );
  const actor = { kind: 'system', duty: 'time-out' } as const;
  const changed = left.map(({ settling }) => settling);
  const settled = changed.length === 0 ? [] : await settleDecisions(tx, at, actor, changed);
  // Where nothing came of a full batch, the rest can wait for the next round.
  const found = settled.length + escalated === 0 ? 0 : due.length;
  return { settled, escalated, found };
}

/** Hands them to experts, once: after that they are held until they decide. */
async function escalateSome(
  tx: Tx,
  at: Date,
  due: readonly (Due & { dueSeconds: number })[],
): Promise<number> {
  if (due.length === 0) return 0;
  const open = due.flatMap(({ task_id, task_state, dueSeconds }) =>
    task_id && task_state === 'open'
      ? [{ taskId: task_id, dueAt: new Date(at.getTime() + dueSeconds * 1000) }]
      : [],
  );
  const withExperts = await escalateTasks(tx, at, open);
  // A task that ended undecided has been with experts; one that was judged in between is due again if that is undone.
  const done = due.filter(
    ({ task_id, task_state }) => task_state !== 'open' || (task_id !== null && withExperts.has(task_id)),
  );
  return tx.run(sql`
    update decision set time_out_at = null
    where decision_id = any(${done.map(({ decision_id }) => decision_id)}::uuid[])`);
}

function lockDue(tx: Tx, at: Date): Promise<Due[]> {
  // Judged tasks, and resolved ones whose news is still on its way, are passed over here, or they would stay at the
  // head of every round.
  return tx.rows<Due>(sql`
    select decision.decision_id, decision.task_id, decision.rule_index, decision.reason, policy_version.document,
      task.state as task_state
    from decision
    join policy_version using (policy_version_id)
    left join task on task.task_id = decision.task_id
    where decision.state = 'held' and time_out_at is not null and time_out_at <= ${at}
      and (task.task_id is null or task.state in ('open', 'cancelled') or task.resolution = 'cannot-decide')
    order by time_out_at
    limit ${mostAtOnce}
    for update of decision skip locked`);
}

/** What the route that holds the decision says about time; overload that holds reviews says nothing. */
function timeoutOf({ document, rule_index, reason }: Due): { timeout: Timeout; dueSeconds: number } {
  const rule = rule_index === null ? undefined : document.rules[rule_index];
  const route = reason === null ? (rule?.route ?? document.otherwise) : failClosedRoute(document);
  if ('timeout' in route) return route;
  return { timeout: { action: 'keep-holding' }, dueSeconds: 0 };
}

function settlingOf(decisionId: string, timeout: Timeout): Settling | null {
  const settling = { decisionId, verdictId: null, output: null, outputSalt: null };
  switch (timeout.action) {
    case 'reject':
      return { ...settling, event: 'time-out-reject' };
    case 'release-and-flag':
      return { ...settling, event: 'time-out-release' };
    case 'safe-output':
      return { ...settling, event: 'time-out-default', output: Buffer.from(JSON.stringify(timeout.output)) };
    case 'escalate':
    case 'keep-holding':
      return null;
    default:
      return timeout satisfies never;
  }
}
