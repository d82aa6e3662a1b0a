// What a person may do with a task right now, and why not otherwise. The commands ask this table before they act, the
// console asks it before it draws: a button is disabled for the same reason for which the command would refuse.

import { verdictKinds } from './resolve.ts';
import type { TaskState } from './task-life.ts';

export const reviewActions = ['claim', ...verdictKinds, 'give-back', 'park', 'resume', 'undo'] as const;
export type ReviewAction = (typeof reviewActions)[number];

/**
 * Who the person is to the task: `holder` has the live lease of a slot, `judge` gave a standing verdict that waits for
 * its effect, `earlier-judge` one that has brought in others, `parker` parked a slot, `candidate` could claim one,
 * `latecomer` finds all of them claimed or parked by others, `unqualified` lacks the qualification that the policy asks
 * for, `bystander` the permission or tier.
 */
export const standings = [
  'holder',
  'judge',
  'earlier-judge',
  'parker',
  'candidate',
  'latecomer',
  'unqualified',
  'bystander',
] as const;
export type Standing = (typeof standings)[number];

export type WhyNot = keyof typeof whyNotSentences;

/** One sentence each, shown under the disabled button. */
export const whyNotSentences = {
  'claim-first': 'Take the task first.',
  'you-hold-it': 'You have this task already.',
  'you-parked-it': 'You parked this task; resume it first.',
  'not-parked': 'The task is not parked.',
  'held-by-another': 'Somebody else has this task.',
  'no-permission': 'Your role does not judge this task.',
  'not-qualified': 'This task asks for a qualification that you do not have.',
  'judged-before': 'You have judged this task; it waits for other people now.',
  'not-judged': 'There is no verdict to undo.',
  'already-judged': 'A verdict has been given.',
  'not-your-verdict': 'Only who gave the verdict can undo it.',
  'undo-over': 'The time to undo is over; the verdict has taken effect.',
  resolved: 'The task is resolved.',
  cancelled: 'The task was cancelled, because its decision no longer waits for it.',
} as const;

type Answer = 'yes' | WhyNot;
type Answers = Readonly<Record<ReviewAction, Answer>>;

/** Whether the action is allowed, and if not, why. */
export function mayAct(state: TaskState, standing: Standing, action: ReviewAction): Answer {
  return nextActions[state][standing][action];
}

/**
 * All actions with their answers in the order of the buttons.
 *
 * @example whatNext('open', 'candidate')[0] // { action: 'claim', enabled: true, because: null }
 */
export function whatNext(
  state: TaskState,
  standing: Standing,
): readonly { readonly action: ReviewAction; readonly enabled: boolean; readonly because: string | null }[] {
  return reviewActions.map((action) => {
    const answer = mayAct(state, standing, action);
    return answer === 'yes'
      ? { action, enabled: true, because: null }
      : { action, enabled: false, because: whyNotSentences[answer] };
  });
}

function all(because: WhyNot, but: Partial<Answers> = {}): Answers {
  return {
    claim: because,
    approve: because,
    edit: because,
    reject: because,
    'cannot-decide': because,
    'give-back': because,
    park: because,
    resume: because,
    undo: because,
    ...but,
  };
}

const judging = { approve: 'yes', edit: 'yes', reject: 'yes', 'cannot-decide': 'yes' } as const;
const open = { undo: 'not-judged', resume: 'not-parked' } as const;

function everyone(answers: Answers): Readonly<Record<Standing, Answers>> {
  return {
    holder: answers,
    judge: answers,
    'earlier-judge': answers,
    parker: answers,
    candidate: answers,
    latecomer: answers,
    unqualified: answers,
    bystander: answers,
  };
}

/** Complete by type: every state, standing and action. */
export const nextActions: Readonly<Record<TaskState, Readonly<Record<Standing, Answers>>>> = {
  open: {
    holder: all('you-hold-it', { ...open, ...judging, 'give-back': 'yes', park: 'yes' }),
    // Others are awaited; nobody judges a task twice, also not one tier up.
    judge: all('judged-before', { undo: 'yes', resume: 'not-parked' }),
    'earlier-judge': all('judged-before', { undo: 'undo-over', resume: 'not-parked' }),
    parker: all('you-parked-it', { undo: 'not-judged', resume: 'yes', 'give-back': 'yes' }),
    candidate: all('claim-first', { ...open, claim: 'yes' }),
    latecomer: all('held-by-another', { undo: 'not-judged' }),
    unqualified: all('not-qualified'),
    bystander: all('no-permission'),
  },
  judged: {
    ...everyone(all('already-judged', { undo: 'not-your-verdict' })),
    judge: all('already-judged', { undo: 'yes' }),
    'earlier-judge': all('already-judged', { undo: 'undo-over' }),
    unqualified: all('not-qualified'),
    bystander: all('no-permission'),
  },
  resolved: everyone(all('resolved', { undo: 'undo-over' })),
  cancelled: everyone(all('cancelled')),
};
