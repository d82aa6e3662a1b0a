// The reviewer's desk as a pure machine: what is on screen, what is fetched ahead, what is on its way to the server.
//
//   seeking ──claimed──▶ judging ──submitted──▶ judging (the one fetched ahead) or seeking
//      │                  │   ▲                     │ send-failed: comes back with everything typed
//      ├─nothing─▶ empty  lost claim-again          ▼
//      └─failed──▶ stuck  ▼   │                 outgoing ──sent──▶ undoable ──undo──▶ judging
//                        lapsed
//
// The server lets a person hold two tasks; whatever is on screen, ahead or outgoing counts, so nothing is fetched while
// both hands are full.
import type { Claim } from '../../../../contract/reviews.ts';
import { blankDraft, type Draft, type Written } from './draft.ts';
import type { Trouble } from './trouble.ts';

export const phases = ['seeking', 'judging', 'lapsed', 'empty', 'stuck'] as const;
export type Phase = (typeof phases)[number];

/** A claimed item. `endsAtMs` is by this browser's clock, so that a wrong clock cannot end a claim early. */
export type Held = {
  readonly claim: Claim;
  readonly endsAtMs: number;
  readonly draft: Draft;
  /** The claim is gone; what was typed stays. */
  readonly lost: Trouble | null;
  /** Why it came back, after it had been sent. */
  readonly trouble: Trouble | null;
};

export type Errand =
  | { readonly kind: 'verdict'; readonly verdict: Written }
  | { readonly kind: 'release'; readonly reason: SkipReason }
  | { readonly kind: 'park'; readonly until: string; readonly note: string };
export type SkipReason = 'not-my-field' | 'conflict-of-interest' | 'pause' | 'other';

/** On its way to the server; `takeBack` when it was undone before the answer came. */
export type Outgoing = { readonly held: Held; readonly errand: Errand; readonly takeBack: boolean };

export type Undoable = {
  readonly verdictId: string;
  readonly held: Held;
  readonly kind: Written['kind'];
  readonly endsAtMs: number;
  readonly undoing: boolean;
};

export type DeskState = {
  readonly current: Held | null;
  readonly ahead: readonly Held[];
  readonly outgoing: readonly Outgoing[];
  /** Newest last. */
  readonly undoable: readonly Undoable[];
  /** A claim has been asked for and not been answered. */
  readonly asked: boolean;
  /** The last claim asked for found nothing. */
  readonly dry: boolean;
  readonly stuck: Trouble | null;
  /** Given back just now; not to be offered again at once. */
  readonly skipped: readonly string[];
  readonly givenAtMs: readonly number[];
  /** Where the draft of the item on screen is safe; null while nothing has been typed. */
  readonly draftKept: 'here' | 'server' | null;
  /** The last thing that happened, for the toast and the screen reader. */
  readonly said: { readonly sentence: string; readonly trouble: boolean } | null;
};

export type DeskEvent =
  | { readonly kind: 'opened'; readonly claims: readonly Held[]; readonly trouble: Trouble | null }
  | { readonly kind: 'claimed'; readonly held: Held | null }
  | { readonly kind: 'claim-failed'; readonly trouble: Trouble }
  | { readonly kind: 'typed'; readonly draft: Draft }
  | { readonly kind: 'draft-kept'; readonly where: 'here' | 'server' }
  | { readonly kind: 'submitted'; readonly errand: Errand }
  | {
      readonly kind: 'sent';
      readonly taskId: string;
      readonly verdict: { verdictId: string; undoEndsAtMs: number | null } | null;
      readonly atMs: number;
    }
  | { readonly kind: 'send-failed'; readonly taskId: string; readonly trouble: Trouble }
  | { readonly kind: 'undo' }
  | { readonly kind: 'undone'; readonly verdictId: string; readonly held: Held }
  | { readonly kind: 'undo-failed'; readonly verdictId: string; readonly trouble: Trouble }
  | { readonly kind: 'undo-over'; readonly atMs: number }
  | { readonly kind: 'extended'; readonly taskId: string; readonly endsAtMs: number }
  | { readonly kind: 'lost'; readonly taskId: string; readonly trouble: Trouble }
  | { readonly kind: 'claim-again' }
  | { readonly kind: 'regained'; readonly held: Held }
  | { readonly kind: 'regain-failed'; readonly taskId: string; readonly trouble: Trouble }
  | { readonly kind: 'dropped' }
  | { readonly kind: 'look-again' };
export type DeskEventKind = DeskEvent['kind'];

/** What the shell has to ask of the server after a step. */
export type Task =
  | { readonly kind: 'claim'; readonly exclude: readonly string[] }
  | { readonly kind: 'claim-again'; readonly taskId: string }
  | { readonly kind: 'send'; readonly outgoing: Outgoing }
  | { readonly kind: 'withdraw'; readonly verdictId: string }
  | { readonly kind: 'give-back'; readonly held: Held };

export const closedDesk: DeskState = {
  current: null,
  ahead: [],
  outgoing: [],
  undoable: [],
  asked: true,
  dry: false,
  stuck: null,
  skipped: [],
  givenAtMs: [],
  draftKept: null,
  said: null,
};

export function phaseOf(state: DeskState): Phase {
  if (state.current) return state.current.lost ? 'lapsed' : 'judging';
  if (state.asked || state.outgoing.length > 0) return 'seeking';
  return state.stuck ? 'stuck' : 'empty';
}

/** A claim as it comes, with the draft kept for it. */
export function heldOf(claim: Claim, endsAtMs: number, draft: Draft = blankDraft): Held {
  return { claim, endsAtMs, draft, lost: null, trouble: null };
}

export function idOf(held: Held): string {
  return held.claim.item.taskId;
}
