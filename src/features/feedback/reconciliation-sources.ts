import type { ReconciliationSource } from '../ledger/reconciling/source.ts';

/**
 * Every resolved task has its grade, and every grade its resolved task. Two kinds of resolution rightly have none, and
 * count as there: those where nobody could decide, and those the reaction has not come to yet. Without a time they
 * are no rows to be compared the other way round.
 */
export const feedbackSources: readonly ReconciliationSource[] = [
  {
    kind: 'task.resolved',
    label: 'decision',
    sql: `select decision_id as subject, graded_at as written_at, commit_id, entry_index from grade
      union all
      select decision_id, null, null, null
      from task
      left join ledger_commit using (commit_id)
      where task.state = 'resolved'
        and (task.resolution = 'cannot-decide'
          or ledger_commit.position is null
          or ledger_commit.position + task.entry_index >= coalesce(
            (select position from ledger_cursor where reaction = 'collect-grades'), 0))`,
  },
];
