/** What the order of a queue looks at; times in ms since 1970. */
export type Queued = { readonly taskId: string; readonly dueAtMs: number; readonly openedAtMs: number };

/**
 * Which of two open tasks is claimed first: the one due first, then the older one.
 *
 * Earliest due first is optimal for the largest lateness on one server (Jackson's rule, 1955). The id breaks ties, so
 * that the order is total and the same here as in the lane index `(use_case_id, tier, due_at, task_id)`; task ids are
 * UUIDv7, so they also carry the age.
 *
 * @example queue.toSorted(compareForClaim)[0] // the task to hand out next
 */
export function compareForClaim(one: Queued, other: Queued): number {
  return (
    one.dueAtMs - other.dueAtMs ||
    one.openedAtMs - other.openedAtMs ||
    (one.taskId < other.taskId ? -1 : one.taskId > other.taskId ? 1 : 0)
  );
}
