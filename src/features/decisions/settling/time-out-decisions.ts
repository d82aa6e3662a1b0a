import { failClosedRoute } from '../../../core/policies/compile-policy.ts';
import type { PolicyDocument, Timeout } from '../../../core/policies/document.ts';
import type { Tx } from '../../../db/database.ts';
import type { DecisionRow, TaskRow } from '../../../db/rows.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { cancelTasks } from '../../reviews/cancel-tasks.ts';
import { wakeWaiters } from '../outcomes/wait-for-outcome.ts';
import { type Settling, settleDecisions } from './settle-decisions.ts';

type Due = Pick<DecisionRow, 'decision_id' | 'task_id' | 'rule_index' | 'reason'> & {
  document: PolicyDocument;
  task_state: TaskRow['state'] | null;
};

const mostAtOnce = 200;

/**
 * Carries out the time-outs of held decisions, batch after batch. A decision whose task is judged already is left to its
 * verdict: a person was in time, only the undo window is still running. One that experts could not decide either is
 * timed out like any other.
 *
 * @returns how many decisions changed
 */
export async function timeOutDecisions({ db }: Pick<Deps, 'db'>, at: Date): Promise<number> {
  let total = 0;
  for (;;) {
    const changed = await db.atomically((tx) => timeOutSome(tx, at));
    wakeWaiters(changed);
    total += changed.length;
    // Less than a full batch: the rest is not due, or in the hands of another process.
    if (changed.length < mostAtOnce) return total;
  }
}

async function timeOutSome(tx: Tx, at: Date): Promise<string[]> {
  const due = (await lockDue(tx, at)).flatMap((decision) => {
    const event = eventOf(timeoutOf(decision));
    return event ? [{ ...decision, event }] : [];
  });
  const taskIds = due.flatMap(({ task_id, task_state }) =>
    task_id && task_state === 'open' ? [task_id] : [],
  );
  const cancelled = await cancelTasks(tx, at, { taskIds, because: 'timed-out' });
  // A task that is open no more has been judged in between.
  const settlings = due
    .filter(({ task_id, task_state }) => task_state !== 'open' || (task_id && cancelled.has(task_id)))
    .map(({ decision_id, event }) => settlingOf(decision_id, event));
  if (settlings.length === 0) return [];
  return settleDecisions(tx, at, { kind: 'system', duty: 'time-out' }, settlings);
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

/** The time-out of the route the decision was held by. */
function timeoutOf({ document, rule_index, reason }: Due): Timeout {
  if (reason !== null) return failClosedRoute(document).timeout;
  const route = (rule_index === null ? null : document.rules[rule_index]?.route) ?? document.otherwise;
  return route.kind === 'hold' ? route.timeout : { action: 'keep-holding' };
}

function eventOf(timeout: Timeout): Settling['event'] | null {
  switch (timeout.action) {
    case 'reject':
      return 'time-out-reject';
    case 'release-and-flag':
      return 'time-out-release';
    case 'safe-output':
    case 'escalate':
    case 'keep-holding':
      return null;
    default:
      return timeout satisfies never;
  }
}

function settlingOf(decisionId: string, event: Settling['event']): Settling {
  return { decisionId, event, verdictId: null, output: null, outputSalt: null };
}
