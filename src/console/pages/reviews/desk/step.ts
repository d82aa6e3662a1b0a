import {
  type DeskEvent,
  type DeskState,
  type Errand,
  type Held,
  idOf,
  type Outgoing,
  type Task,
  type Undoable,
} from './desk-state.ts';
import type { Trouble } from './trouble.ts';
import { verdictWords } from './verdict-words.ts';

export type Step = { readonly state: DeskState; readonly tasks: readonly Task[] };

/** As many as the server lets one person hold: the one on screen and the next one. */
const mostHeld = 2;
/** As many as one claim may exclude. */
const mostExcluded = 50;

/** One move of the desk, and what it takes from the server. */
export function step(state: DeskState, event: DeskEvent): Step {
  return askOn(move(state, event));
}

function move(state: DeskState, event: DeskEvent): Step {
  switch (event.kind) {
    case 'opened':
      return only(open(state, event));
    case 'claimed':
      return event.held
        ? takeIn({ ...state, asked: false, stuck: null }, event.held)
        : only({ ...state, asked: false, dry: true });
    case 'claim-failed':
      return only({ ...state, asked: false, ...(state.current ? { dry: true } : { stuck: event.trouble }) });
    case 'typed':
      return only(state.current ? { ...state, current: { ...state.current, draft: event.draft } } : state);
    case 'draft-kept':
      return only(state.draftKept === event.where ? state : { ...state, draftKept: event.where });
    case 'submitted':
      return submit(state, event.errand);
    case 'sent':
      return sent(state, event);
    case 'send-failed':
      return comeBack(state, event);
    case 'undo':
      return undo(state);
    case 'undone':
      return undone(state, event);
    case 'undo-failed':
      return only({
        ...withoutUndoable(state, event.verdictId),
        said: { sentence: event.trouble.sentence, trouble: true },
      });
    case 'undo-over':
      return only(pruned(state, event.atMs));
    case 'extended':
      return only(changeHeld(state, event.taskId, (held) => ({ ...held, endsAtMs: event.endsAtMs })));
    case 'lost':
      return only(lose(state, event.taskId, event.trouble));
    case 'claim-again':
      return claimAgain(state);
    case 'regained':
      return only(changeHeld(state, idOf(event.held), (before) => regained(before, event.held)));
    case 'regain-failed':
      return only(lose(state, event.taskId, event.trouble));
    case 'dropped':
      return only(drop(state));
    case 'look-again':
      return only({ ...state, dry: false, stuck: null });
    default:
      return event satisfies never;
  }
}

function only(state: DeskState): Step {
  return { state, tasks: [] };
}

/** Fetches the next item as soon as a hand is free, unless there was nothing or something is wrong. */
function askOn({ state, tasks }: Step): Step {
  const inHand = (state.current ? 1 : 0) + state.ahead.length + state.outgoing.length;
  if (state.asked || state.dry || state.stuck || inHand >= mostHeld) return { state, tasks };
  const known = [
    ...(state.current ? [state.current] : []),
    ...state.ahead,
    ...state.outgoing.map((one) => one.held),
  ];
  const exclude = [...known.map(idOf), ...state.skipped].slice(0, mostExcluded);
  return { state: { ...state, asked: true }, tasks: [...tasks, { kind: 'claim', exclude }] };
}

function open(state: DeskState, { claims, trouble }: Extract<DeskEvent, { kind: 'opened' }>): DeskState {
  const said = trouble ? { sentence: `${trouble.sentence} Here is what waits.`, trouble: true } : state.said;
  return show({ ...state, asked: false, ahead: [...state.ahead, ...claims], said });
}

function show(state: DeskState): DeskState {
  const [next, ...ahead] = state.ahead;
  return state.current || !next ? state : { ...state, current: next, ahead, stuck: null, draftKept: null };
}

function takeIn(state: DeskState, held: Held): Step {
  const known = [state.current, ...state.ahead, ...state.outgoing.map((one) => one.held)];
  if (known.some((one) => one && idOf(one) === idOf(held))) return only(state);
  // An undo filled the hand meanwhile.
  if (state.current && state.ahead.length > 0) return { state, tasks: [{ kind: 'give-back', held }] };
  return only(show({ ...state, ahead: [...state.ahead, held] }));
}

function regained(before: Held, now: Held): Held {
  return { ...now, draft: before.draft, lost: null, trouble: null };
}

function submit(state: DeskState, errand: Errand): Step {
  const { current } = state;
  if (!current || current.lost) return only(state);
  const outgoing: Outgoing = { held: { ...current, trouble: null }, errand, takeBack: false };
  const after = {
    ...state,
    current: null,
    outgoing: [...state.outgoing, outgoing],
    said: null,
    ...(errand.kind === 'verdict' ? {} : skip(state, current)),
  };
  return { state: show(after), tasks: [{ kind: 'send', outgoing }] };
}

function skip(state: DeskState, held: Held): Pick<DeskState, 'skipped'> {
  return { skipped: [idOf(held), ...state.skipped.filter((one) => one !== idOf(held))] };
}

function sent(state: DeskState, event: Extract<DeskEvent, { kind: 'sent' }>): Step {
  const done = state.outgoing.find((one) => idOf(one.held) === event.taskId);
  if (!done) return only(state);
  const after: DeskState = {
    ...state,
    outgoing: state.outgoing.filter((one) => one !== done),
    dry: false,
  };
  const { errand } = done;
  if (errand.kind !== 'verdict' || !event.verdict) return only(after);
  const { verdictId, undoEndsAtMs } = event.verdict;
  const judged = { ...after, givenAtMs: [...after.givenAtMs, event.atMs] };
  if (undoEndsAtMs === null) {
    const sentence = `${verdictWords[errand.verdict.kind]}. It took effect at once.`;
    return only({ ...judged, said: { sentence, trouble: false } });
  }
  const undoable: Undoable = {
    verdictId,
    held: done.held,
    kind: errand.verdict.kind,
    endsAtMs: undoEndsAtMs,
    undoing: done.takeBack,
  };
  return {
    state: { ...judged, undoable: [...judged.undoable, undoable] },
    tasks: done.takeBack ? [{ kind: 'withdraw', verdictId }] : [],
  };
}

/** A failed errand returns to the screen as it was; what had taken its place waits. */
function comeBack(state: DeskState, { taskId, trouble }: Extract<DeskEvent, { kind: 'send-failed' }>): Step {
  const failed = state.outgoing.find((one) => idOf(one.held) === taskId);
  if (!failed) return only(state);
  const outgoing = state.outgoing.filter((one) => one !== failed);
  const skipped = state.skipped.filter((one) => one !== taskId);
  const gone = failed.errand.kind !== 'verdict' && trouble.code === 'claim.stale';
  if (gone) return only({ ...state, outgoing, dry: false }); // it was to leave, and it has left
  const lost = trouble.code === 'claim.stale' ? trouble : null;
  const held: Held = { ...failed.held, lost, trouble };
  const ahead = [...(state.current ? [state.current] : []), ...state.ahead].filter(
    (one) => idOf(one) !== taskId,
  );
  return only({
    ...state,
    outgoing,
    skipped,
    ahead,
    current: held,
    said: { sentence: trouble.sentence, trouble: true },
  });
}

/** Undoes the newest: one that is still on its way as soon as it has arrived. */
function undo(state: DeskState): Step {
  const onItsWay = state.outgoing.findLast((one) => one.errand.kind === 'verdict' && !one.takeBack);
  if (onItsWay) {
    const outgoing = state.outgoing.map((one) => (one === onItsWay ? { ...one, takeBack: true } : one));
    return only({ ...state, outgoing });
  }
  const last = state.undoable.findLast((one) => !one.undoing);
  if (!last) return only(state);
  const undoable = state.undoable.map((one) => (one === last ? { ...one, undoing: true } : one));
  return { state: { ...state, undoable }, tasks: [{ kind: 'withdraw', verdictId: last.verdictId }] };
}

function undone(state: DeskState, { verdictId, held }: Extract<DeskEvent, { kind: 'undone' }>): Step {
  const taken = state.undoable.find((one) => one.verdictId === verdictId);
  const shown = [...(state.current && !state.current.lost ? [state.current] : []), ...state.ahead];
  const waiting = shown.filter((one) => idOf(one) !== idOf(held));
  const [keep, ...tooMany] = waiting;
  return {
    state: {
      ...withoutUndoable(state, verdictId),
      current: { ...held, draft: taken?.held.draft ?? held.draft },
      ahead: keep ? [keep] : [],
      givenAtMs: state.givenAtMs.slice(0, -1),
      said: { sentence: 'Taken back. The item is yours again.', trouble: false },
    },
    tasks: tooMany.map((one) => ({ kind: 'give-back', held: one })),
  };
}

function withoutUndoable(state: DeskState, verdictId: string): DeskState {
  return { ...state, undoable: state.undoable.filter((one) => one.verdictId !== verdictId) };
}

function pruned(state: DeskState, atMs: number): DeskState {
  const undoable = state.undoable.filter((one) => one.undoing || one.endsAtMs > atMs);
  return undoable.length === state.undoable.length ? state : { ...state, undoable };
}

function changeHeld(state: DeskState, taskId: string, change: (held: Held) => Held): DeskState {
  const turn = (held: Held) => (idOf(held) === taskId ? change(held) : held);
  return { ...state, current: state.current && turn(state.current), ahead: state.ahead.map(turn) };
}

/** One fetched ahead is quietly forgotten; the one on screen stays with what was typed. */
function lose(state: DeskState, taskId: string, trouble: Trouble): DeskState {
  const kept = { ...state, ahead: state.ahead.filter((one) => idOf(one) !== taskId) };
  return changeHeld(kept, taskId, (held) => ({ ...held, lost: trouble }));
}

function claimAgain(state: DeskState): Step {
  if (!state.current?.lost) return only(state);
  return { state, tasks: [{ kind: 'claim-again', taskId: idOf(state.current) }] };
}

/** Leaves an item whose claim is gone. */
function drop(state: DeskState): DeskState {
  if (!state.current?.lost) return state;
  return show({ ...state, current: null, dry: false, ...skip(state, state.current) });
}
