import type { TaskPurpose } from '../../core/reviews/task-life.ts';
import { int2Array, textArray, timeArray, uuidArray } from '../../db/binary-array.ts';

/** A task as routing asks for it: one slot, at the tier the policy names. */
export type NewTask = {
  taskId: string;
  decisionId: string;
  useCaseId: string;
  purpose: TaskPurpose;
  tier: 1 | 2;
  openedAtMs: number;
  dueAtMs: number;
};

/**
 * Opens tasks with their slots as part of the statement that records decisions; parameters by `openTasksValues`.
 *
 * @param first number of the fragment's first parameter; it takes seven
 * @param onlyIf condition under which they are opened
 */
export function openTasksFragment(first: number, onlyIf: string): { task: string; slot: string } {
  const p = (offset: number) => `$${first + offset}`;
  return {
    task: `insert into task (task_id, decision_id, use_case_id, purpose, state, tier, opened_at, due_at)
      select task_id, decision_id, use_case_id, purpose, 'open', tier, opened_at, due_at
      from unnest(${p(0)}::uuid[], ${p(1)}::uuid[], ${p(2)}::uuid[], ${p(3)}::text[], ${p(4)}::smallint[],
        ${p(5)}::timestamptz[], ${p(6)}::timestamptz[])
        as given (task_id, decision_id, use_case_id, purpose, tier, opened_at, due_at)
      where ${onlyIf}`,
    slot: `insert into slot (task_id, slot_number, tier, state)
      select task_id, 1, tier, 'open'
      from unnest(${p(0)}::uuid[], ${p(4)}::smallint[]) as given (task_id, tier)
      where ${onlyIf}`,
  };
}

export function openTasksValues(tasks: readonly NewTask[]): Buffer[] {
  return [
    uuidArray(tasks.map((task) => task.taskId)),
    uuidArray(tasks.map((task) => task.decisionId)),
    uuidArray(tasks.map((task) => task.useCaseId)),
    textArray(tasks.map((task) => task.purpose)),
    int2Array(tasks.map((task) => task.tier)),
    timeArray(tasks.map((task) => task.openedAtMs)),
    timeArray(tasks.map((task) => task.dueAtMs)),
  ];
}
