import type { RefObject } from 'react';
import { ConfidenceBar } from '../../../parts/ConfidenceBar.tsx';
import { ContentView } from '../../../parts/ContentView.tsx';
import { Breakable } from '../../../ui/Breakable.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import type { DeskActions } from './desk-actions.ts';
import type { Held } from './desk-state.ts';
import { editorOf, outputText } from './draft.ts';
import { OutputEditor } from './OutputEditor.tsx';
import classes from './Suggestion.module.css';

export type SuggestionProps = {
  held: Held;
  actions: DeskActions;
  editor: RefObject<{ focus(): void } | null>;
};

/** What the model suggests, marked as a suggestion; or, while editing, the reviewer's own version of it. */
export function Suggestion({ held, actions, editor }: SuggestionProps) {
  const { item } = held.claim;
  const kind = editorOf(item);
  const editing = kind !== 'class' && held.draft.kind === 'edit';
  return (
    <section className={classes.suggestion} aria-labelledby="suggestion-title">
      <header className={classes.head}>
        <h2 className={classes.title} id="suggestion-title">
          <Icon name="spark" size={16} /> {editing ? 'Your version' : 'The model suggests'}
        </h2>
        {actions.hidden || item.confidence === null ? null : (
          <span className={classes.sure}>
            <span>confidence</span>
            <ConfidenceBar confidence={item.confidence} />
          </span>
        )}
      </header>
      {editing ? (
        <OutputEditor held={held} actions={actions} editor={editor} />
      ) : item.outputHidden ? (
        <p className={classes.hidden}>Hidden, so that you judge for yourself. Choose the right class.</p>
      ) : actions.hidden ? (
        <p className={classes.hidden}>
          Hidden, so that you judge for yourself.{' '}
          <button type="button" className={classes.show} onClick={actions.toggleSuggestion}>
            Show it
          </button>
        </p>
      ) : kind === 'class' ? (
        <p className={classes.label}>
          <Breakable text={outputText(item)} />
        </p>
      ) : item.output === null ? (
        <p className="soft">The output has been erased.</p>
      ) : (
        <ContentView value={item.output} label="The model’s output" />
      )}
    </section>
  );
}
