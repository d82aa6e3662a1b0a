// The life of a decision. A command asks `stepDecision` before it writes; nothing else changes a state.
//
//            approve                      approve                    approve
//   held ───────────────► released ◄───────────────── flagged    released stays released
//     │ edit ► edited         │ edit ► corrected         │ edit ► corrected
//     │ reject ► rejected     │ reject ► recalled        │ reject ► recalled
//     │ time-out-reject ► rejected
//     │ time-out-default ► defaulted (the policy's safe output)
//     └ time-out-release ► flagged
//
//   shadowed: by a model version that only runs beside; final from the start
//
// "cannot-decide" never changes a state: it is recorded, and another person is asked.

export const decisionStates = [
  'held',
  'released',
  'edited',
  'rejected',
  'flagged',
  'corrected',
  'recalled',
  'defaulted',
  'shadowed',
] as const;
export type DecisionState = (typeof decisionStates)[number];

export const decisionEvents = [
  'approve',
  'edit',
  'reject',
  'cannot-decide',
  'time-out-reject',
  'time-out-release',
  'time-out-default',
] as const;
export type DecisionEvent = (typeof decisionEvents)[number];

/** `already-settled`: people have spoken, and once is final. `not-held`: a time-out came too late. */
export type DecisionRefusal = 'already-settled' | 'not-held';

export type DecisionStep =
  | { readonly ok: true; readonly state: DecisionState }
  | { readonly ok: false; readonly because: DecisionRefusal };

/**
 * What an event makes of a state. Pure table look-up.
 *
 * @example stepDecision('held', 'edit') // { ok: true, state: 'edited' }
 * @example stepDecision('released', 'time-out-reject') // { ok: false, because: 'not-held' }
 */
export function stepDecision(state: DecisionState, event: DecisionEvent): DecisionStep {
  return decisionLife[state][event];
}

const settled = no('already-settled');
const late = no('not-held');

// Settled for good: a second verdict is refused instead of overwriting the first, so nothing recorded is ever lost.
const final = {
  approve: settled,
  edit: settled,
  reject: settled,
  'cannot-decide': settled,
  'time-out-reject': late,
  'time-out-release': late,
  'time-out-default': late,
} as const;

/** Complete by type: a new state or event does not compile until every cell is decided. */
export const decisionLife: Readonly<Record<DecisionState, Readonly<Record<DecisionEvent, DecisionStep>>>> = {
  held: {
    approve: to('released'),
    edit: to('edited'),
    reject: to('rejected'),
    'cannot-decide': to('held'),
    'time-out-reject': to('rejected'),
    'time-out-release': to('flagged'),
    'time-out-default': to('defaulted'),
  },
  released: {
    approve: to('released'),
    edit: to('corrected'),
    reject: to('recalled'),
    'cannot-decide': to('released'),
    'time-out-reject': late,
    'time-out-release': late,
    'time-out-default': late,
  },
  flagged: {
    approve: to('released'),
    edit: to('corrected'),
    reject: to('recalled'),
    'cannot-decide': to('flagged'),
    'time-out-reject': late,
    'time-out-release': late,
    'time-out-default': late,
  },
  edited: final,
  rejected: final,
  corrected: final,
  recalled: final,
  defaulted: final,
  shadowed: final,
};

function to(state: DecisionState): DecisionStep {
  return { ok: true, state };
}

function no(because: DecisionRefusal): DecisionStep {
  return { ok: false, because };
}
