import { useEffect, useRef, useState } from 'react';
import type { DeskEvent, DeskState, SkipReason } from './desk-state.ts';
import { chooseClass, chooseKind, type Draft, toggleReason, type VerdictKind, verdictOf } from './draft.ts';
import { useRemembered } from './use-remembered.ts';

export type Dialog = 'skip' | 'park' | null;

/** Everything a reviewer can do at the desk; buttons and keys call the same. */
export type DeskActions = ReturnType<typeof useDeskActions>;

/** A key pressed twice by accident must not judge the item that has just come on screen unseen. */
const unseenMs = 300;

export function useDeskActions(state: DeskState, send: (event: DeskEvent) => void) {
  const { current } = state;
  const item = current?.claim.item ?? null;
  const [dialog, setDialog] = useState<Dialog>(null);
  const [hidden, toggleSuggestion] = useRemembered('review.suggestion-hidden', false);
  const [guideline, toggleGuideline] = useRemembered('review.guideline', true);
  const [difference, toggleDifference] = useRemembered('review.difference', true);
  const seenSince = useSeenSince(item?.taskId);
  const live = current !== null && current.lost === null;
  const type = (draft: Draft) => send({ kind: 'typed', draft });
  const seen = () => performance.now() - seenSince.current >= unseenMs;

  function submit(draft: Draft): void {
    if (!current || !live || !item) return;
    const ready = verdictOf(item, draft);
    if (ready.ok) send({ kind: 'submitted', errand: { kind: 'verdict', verdict: ready.verdict } });
    else type(draft);
  }

  return {
    dialog,
    setDialog,
    hidden,
    toggleSuggestion,
    guideline,
    toggleGuideline,
    difference,
    toggleDifference,
    type,
    /** Approving leaves nothing to say, so it is sent at once where it can be undone; the other verdicts wait for Send. */
    choose(kind: VerdictKind): void {
      if (!current || !item || !live || !seen()) return;
      if (item.outputHidden && kind !== 'cannot-decide') return; // the class that is picked says it all
      const draft = chooseKind(item, current.draft, kind);
      const again = current.draft.kind === kind && verdictOf(item, draft).ok && kind !== 'edit';
      if (again || (kind === 'approve' && item.useCase.undoSeconds > 0)) submit(draft);
      else type(draft);
    },
    /** The same class twice sends it. */
    pick(name: string): void {
      if (!current || !item || !live || !seen()) return;
      const draft = chooseClass(item, current.draft, name);
      const again = current.draft.kind === draft.kind && current.draft.output === draft.output;
      if (again) submit(draft);
      else type(draft);
    },
    reason(code: string): void {
      if (current && live) type(toggleReason(current.draft, code));
    },
    send(): void {
      if (current) submit(current.draft);
    },
    skip(reason: SkipReason): void {
      setDialog(null);
      send({ kind: 'submitted', errand: { kind: 'release', reason } });
    },
    park(until: string, note: string): void {
      setDialog(null);
      send({ kind: 'submitted', errand: { kind: 'park', until, note } });
    },
    undo: () => send({ kind: 'undo' }),
    again: () => send({ kind: 'claim-again' }),
    next: () => send(current?.lost ? { kind: 'dropped' } : { kind: 'look-again' }),
  };
}

function useSeenSince(taskId: string | undefined) {
  const since = useRef(0);
  useEffect(() => {
    if (taskId) since.current = performance.now();
  }, [taskId]);
  return since;
}
