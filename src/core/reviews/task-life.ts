// The life of a task: a decision waiting for judgement.
//
//            judge              effect-due
//   open ───────────► judged ───────────────► resolved
//     ▲ ◄── undo ────── │
//     ▲ ◄─ ask-another ─┘
//     ├ judge-one, undo, escalate ► open
//     └ cancel ► cancelled
//
// `judge` gives the last judgement that is awaited, `judge-one` one of several while others are awaited. `judged` is the
// undo window: all verdicts stand, their effect has not left. `ask-another` comes in place of `effect-due` when they do
// not settle it. `escalate` hands what nobody judged in time to experts. A full set of verdicts beats a time-out, so a
// judged task can neither be cancelled nor escalated.

export const taskStates = ['open', 'judged', 'resolved', 'cancelled'] as const;
export type TaskState = (typeof taskStates)[number];

/** Approval: held until judged. Review: released, looked at after. Audit: drawn at random. */
export const taskPurposes = ['approval', 'review', 'audit'] as const;
export type TaskPurpose = (typeof taskPurposes)[number];

export const taskEvents = [
  'claim',
  'judge-one',
  'judge',
  'undo',
  'effect-due',
  'ask-another',
  'escalate',
  'cancel',
] as const;
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

/**
 * Complete by type. `claim` changes the slot's lease only, but a task must allow it; so does the undo of a verdict while
 * others are awaited, and the slot's own table says whether there is one.
 */
export const taskLife: Readonly<Record<TaskState, Readonly<Record<TaskEvent, TaskStep>>>> = {
  open: {
    claim: to('open'),
    'judge-one': to('open'),
    judge: to('judged'),
    undo: to('open'),
    'effect-due': no('not-judged'),
    'ask-another': no('not-judged'),
    escalate: to('open'),
    cancel: to('cancelled'),
  },
  judged: {
    claim: no('already-judged'),
    'judge-one': no('already-judged'),
    judge: no('already-judged'),
    undo: to('open'),
    'effect-due': to('resolved'),
    'ask-another': to('open'),
    escalate: no('already-judged'),
    cancel: no('already-judged'),
  },
  resolved: {
    claim: no('already-resolved'),
    'judge-one': no('already-resolved'),
    judge: no('already-resolved'),
    undo: no('undo-too-late'),
    'effect-due': no('already-resolved'),
    'ask-another': no('already-resolved'),
    escalate: no('already-resolved'),
    cancel: no('already-resolved'),
  },
  cancelled: {
    claim: no('cancelled'),
    'judge-one': no('cancelled'),
    judge: no('cancelled'),
    undo: no('cancelled'),
    'effect-due': no('cancelled'),
    'ask-another': no('cancelled'),
    escalate: no('cancelled'),
    cancel: no('cancelled'),
  },
};

function to(state: TaskState): TaskStep {
  return { ok: true, state };
}

function no(because: TaskRefusal): TaskStep {
  return { ok: false, because };
}
