// The life of a slot: one required judgement of a task.
//
//           claim                judge
//   open ───────────► claimed ───────────► judged
//     ▲ ◄ give-back ───┤ ▲ ◄──── undo ───────┘
//     ▲ ◄ expire ──────┤ └ resume ─┐
//     ▲ ◄ wake ─────── parked ◄────┘ park
//
// `claimed` is no column of its own: it is an open slot that has a lease. Whose lease it is, the claim token proves;
// this table only knows the order of things. Undo gives the slot back to who judged it, with a fresh lease.

export const slotStates = ['open', 'claimed', 'parked', 'judged'] as const;
export type SlotState = (typeof slotStates)[number];

export const slotEvents = [
  'claim',
  'heartbeat',
  'give-back',
  'expire',
  'park',
  'resume',
  'wake',
  'judge',
  'undo',
] as const;
export type SlotEvent = (typeof slotEvents)[number];

export type SlotRefusal =
  | 'claimed-by-another'
  | 'not-claimed'
  | 'parked'
  | 'not-parked'
  | 'already-judged'
  | 'not-judged';

export type SlotStep =
  | { readonly ok: true; readonly state: SlotState }
  | { readonly ok: false; readonly because: SlotRefusal };

/**
 * What an event makes of a slot.
 *
 * @example stepSlot('open', 'claim') // { ok: true, state: 'claimed' }
 * @example stepSlot('claimed', 'claim') // { ok: false, because: 'claimed-by-another' }
 */
export function stepSlot(state: SlotState, event: SlotEvent): SlotStep {
  return slotLife[state][event];
}

/** Complete by type. A judged slot can only be undone: nothing else may touch a verdict. */
export const slotLife: Readonly<Record<SlotState, Readonly<Record<SlotEvent, SlotStep>>>> = {
  open: {
    claim: to('claimed'),
    heartbeat: no('not-claimed'),
    'give-back': no('not-claimed'),
    expire: no('not-claimed'),
    park: no('not-claimed'),
    resume: no('not-parked'),
    wake: no('not-parked'),
    judge: no('not-claimed'),
    undo: no('not-judged'),
  },
  claimed: {
    claim: no('claimed-by-another'),
    heartbeat: to('claimed'),
    'give-back': to('open'),
    expire: to('open'),
    park: to('parked'),
    resume: no('not-parked'),
    wake: no('not-parked'),
    judge: to('judged'),
    undo: no('not-judged'),
  },
  parked: {
    claim: no('parked'),
    heartbeat: no('not-claimed'),
    'give-back': to('open'),
    expire: no('not-claimed'),
    park: no('parked'),
    resume: to('claimed'),
    wake: to('open'),
    judge: no('not-claimed'),
    undo: no('not-judged'),
  },
  judged: {
    claim: no('already-judged'),
    heartbeat: no('already-judged'),
    'give-back': no('already-judged'),
    expire: no('already-judged'),
    park: no('already-judged'),
    resume: no('already-judged'),
    wake: no('already-judged'),
    judge: no('already-judged'),
    undo: to('claimed'),
  },
};

function to(state: SlotState): SlotStep {
  return { ok: true, state };
}

function no(because: SlotRefusal): SlotStep {
  return { ok: false, because };
}
