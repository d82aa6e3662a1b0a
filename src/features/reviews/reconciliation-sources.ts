/**
 * Rows that must each have their entry in the ledger, for its reconciliation: `sql` answers commit_id, entry_index,
 * subject (the id that the entry is about under `label`) and written_at. Both tables are indexed by the entry's place.
 */
export const reconciliationSources = [
  {
    kind: 'verdict.given',
    label: 'verdict',
    sql: 'select commit_id, entry_index, verdict_id as subject, given_at as written_at from verdict',
  },
  {
    kind: 'task.resolved',
    label: 'task',
    sql: `select commit_id, entry_index, task_id as subject, resolved_at as written_at from task
      where commit_id is not null`,
  },
] as const;
