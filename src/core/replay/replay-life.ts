// The life of a replay.
//
//   waiting ── start ──► running ── finish ──► done
//      │                  │  │ └─── fail ────► failed
//      │                  │  └──── start ────► running (its process ended; another one begins anew)
//      │ ◄── hand-back ───┤  (its process was told to stop)
//      └──── cancel ──────┴──────────────────► cancelled

export const replayStates = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;
export type ReplayState = (typeof replayStates)[number];

export const replayEvents = ['start', 'finish', 'fail', 'hand-back', 'cancel'] as const;
export type ReplayEvent = (typeof replayEvents)[number];

/** `not-started`: it waits; `ended`: what has ended stays as it is. */
export type ReplayRefusal = 'not-started' | 'ended';
export type ReplayStep =
  | { readonly ok: true; readonly state: ReplayState }
  | { readonly ok: false; readonly because: ReplayRefusal };

/**
 * What an event makes of a replay. Pure table look-up.
 *
 * @example stepReplay('running', 'cancel') // { ok: true, state: 'cancelled' }
 */
export function stepReplay(state: ReplayState, event: ReplayEvent): ReplayStep {
  return replayLife[state][event];
}

export function hasEnded(state: ReplayState): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}

const ended = { ok: false, because: 'ended' } as const;
const notStarted = { ok: false, because: 'not-started' } as const;
const over = { start: ended, finish: ended, fail: ended, 'hand-back': ended, cancel: ended };

function to(state: ReplayState): ReplayStep {
  return { ok: true, state };
}

const replayLife: Readonly<Record<ReplayState, Readonly<Record<ReplayEvent, ReplayStep>>>> = {
  waiting: {
    start: to('running'),
    finish: notStarted,
    fail: notStarted,
    'hand-back': notStarted,
    cancel: to('cancelled'),
  },
  running: {
    start: to('running'),
    finish: to('done'),
    fail: to('failed'),
    'hand-back': to('waiting'),
    cancel: to('cancelled'),
  },
  done: over,
  failed: over,
  cancelled: over,
};
