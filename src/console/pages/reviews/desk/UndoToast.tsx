import { KeyHint } from '../../../ui/KeyHint.tsx';
import { useNow } from '../../../ui/now.ts';
import type { DeskState } from './desk-state.ts';
import { reviewKeys } from './review-keys.ts';
import classes from './UndoToast.module.css';
import { verdictWords } from './verdict-words.ts';

/** The last verdict while it can still be taken back, with the seconds left. */
export function UndoToast({ state, onUndo }: { state: DeskState; onUndo: () => void }) {
  const now = useNow();
  const last = state.undoable.at(-1);
  if (!last) return null;
  const left = Math.max(0, Math.round((last.endsAtMs - now) / 1000));
  if (left === 0 && !last.undoing) return null;
  return (
    <div className={classes.toast}>
      <span className={classes.words}>
        {verdictWords[last.kind]}.{' '}
        {state.undoable.length > 1 ? `${state.undoable.length} can be undone. ` : ''}
      </span>
      <button
        type="button"
        className={classes.undo}
        aria-keyshortcuts="Z"
        disabled={last.undoing}
        onClick={onUndo}
      >
        {last.undoing ? 'Undoing …' : 'Undo'} <KeyHint>{reviewKeys.undo.shown}</KeyHint>
      </button>
      <span className={classes.left} aria-hidden="true">
        {left}s
      </span>
    </div>
  );
}
