import type { Judgements, Tier } from '../../core/reviews/resolve.ts';
import type { TaskPurpose } from '../../core/reviews/task-life.ts';
import { boolArray, int2Array, textArray, timeArray, uuidArray } from '../../db/binary-array.ts';

/** A task as routing asks for it, at the tier the policy names. */
export type NewTask = {
  taskId: string;
  decisionId: string;
  useCaseId: string;
  purpose: TaskPurpose;
  tier: Tier;
  judgements: Judgements;
  blind: boolean;
  qualification: string | null;
  openedAtMs: number;
  dueAtMs: number;
};

/** One judgement by anybody of the tier, who sees everything: the shape of nearly all tasks. */
export const ordinaryTask = {
  judgements: { least: 1, most: 1 },
  blind: false,
  qualification: null,
} as const satisfies Partial<NewTask>;

export function isOrdinaryTask({ judgements, blind, qualification }: NewTask): boolean {
  return judgements.most === 1 && !blind && qualification === null;
}

type Fragment = { task: string; slot: string };

/**
 * Opens ordinary tasks with their slots as part of the statement that records decisions; parameters by
 * `openTasksValues`.
 *
 * @param first number of the fragment's first parameter; it takes seven
 * @param onlyIf condition under which they are opened
 */
export function openTasksFragment(first: number, onlyIf: string): Fragment {
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

/** The same for tasks of any shape, with four parameters more; parameters by `openAnyTasksValues`. */
export function openAnyTasksFragment(first: number, onlyIf: string): Fragment {
  const p = (offset: number) => `$${first + offset}`;
  return {
    task: `insert into task (task_id, decision_id, use_case_id, purpose, state, tier, opened_at, due_at, least, most,
        blind, qualification)
      select task_id, decision_id, use_case_id, purpose, 'open', tier, opened_at, due_at, least, most, blind,
        qualification
      from unnest(${p(0)}::uuid[], ${p(1)}::uuid[], ${p(2)}::uuid[], ${p(3)}::text[], ${p(4)}::smallint[],
        ${p(5)}::timestamptz[], ${p(6)}::timestamptz[], ${p(7)}::smallint[], ${p(8)}::smallint[], ${p(9)}::boolean[],
        ${p(10)}::text[])
        as given (task_id, decision_id, use_case_id, purpose, tier, opened_at, due_at, least, most, blind, qualification)
      where ${onlyIf}`,
    slot: `insert into slot (task_id, slot_number, tier, state)
      select task_id, slot_number, tier, 'open'
      from unnest(${p(0)}::uuid[], ${p(4)}::smallint[], ${p(7)}::smallint[]) as given (task_id, tier, least)
      cross join generate_series(1, least) as slot_number
      where ${onlyIf}`,
  };
}

export function openAnyTasksValues(tasks: readonly NewTask[]): Buffer[] {
  return [
    ...openTasksValues(tasks),
    int2Array(tasks.map((task) => task.judgements.least)),
    int2Array(tasks.map((task) => task.judgements.most)),
    boolArray(tasks.map((task) => task.blind)),
    textArray(tasks.map((task) => task.qualification)),
  ];
}
