// The life of a task: a decision waiting for judgement.
//
//            judge              effect-due
//   open ───────────► judged ───────────────► resolved
//     ▲ ◄── undo ────── │
//     ▲ ◄─ ask-another ─┘
//     └ cancel ► cancelled
//
// `judged` is the undo window: the verdict stands, its effect has not left. `ask-another` comes in place of
// `effect-due` when the verdicts do not settle it. A verdict beats a time-out, so a judged task cannot be cancelled.

export const taskStates = ['open', 'judged', 'resolved', 'cancelled'] as const;
export type TaskState = (typeof taskStates)[number];

/** Approval: held until judged. Review: released, looked at after. Audit: drawn at random. */
export const taskPurposes = ['approval', 'review', 'audit'] as const;
export type TaskPurpose = (typeof taskPurposes)[number];

export const taskEvents = ['claim', 'judge', 'undo', 'effect-due', 'ask-another', 'cancel'] as const;
export type TaskEvent = (typeof taskEvents)[number];

export type TaskRefusal =
  | 'already-judged'
  | 'not-judged'
  | 'already-resolved'
  | 'undo-too-late'
  | 'cancelled';

export type TaskStep =
  | { readonly ok: true; readonly state: TaskState }
  | { readonly ok: false; readonly because: TaskRefusal };

/**
 * What an event makes of a task.
 *
 * @example stepTask('judged', 'undo') // { ok: true, state: 'open' }
 * @example stepTask('resolved', 'undo') // { ok: false, because: 'undo-too-late' }
 */
export function stepTask(state: TaskState, event: TaskEvent): TaskStep {
  return taskLife[state][event];
}

/** Complete by type. `claim` changes the slot's lease only, but a task must allow it. */
export const taskLife: Readonly<Record<TaskState, Readonly<Record<TaskEvent, TaskStep>>>> = {
  open: {
    claim: to('open'),
    judge: to('judged'),
    undo: no('not-judged'),
    'effect-due': no('not-judged'),
    'ask-another': no('not-judged'),
    cancel: to('cancelled'),
  },
  judged: {
    claim: no('already-judged'),
    judge: no('already-judged'),
    undo: to('open'),
    'effect-due': to('resolved'),
    'ask-another': to('open'),
    cancel: no('already-judged'),
  },
  resolved: {
    claim: no('already-resolved'),
    judge: no('already-resolved'),
    undo: no('undo-too-late'),
    'effect-due': no('already-resolved'),
    'ask-another': no('already-resolved'),
    cancel: no('already-resolved'),
  },
  cancelled: {
    claim: no('cancelled'),
    judge: no('cancelled'),
    undo: no('cancelled'),
    'effect-due': no('cancelled'),
    'ask-another': no('cancelled'),
    cancel: no('cancelled'),
  },
};

function to(state: TaskState): TaskStep {
  return { ok: true, state };
}

function no(because: TaskRefusal): TaskStep {
  return { ok: false, because };
}
