import { type RefObject, useDeferredValue, useEffect, useImperativeHandle, useRef } from 'react';
import { Diff } from '../../../ui/Diff.tsx';
import type { DeskActions } from './desk-actions.ts';
import type { Held } from './desk-state.ts';
import { editorOf, outputText, verdictOf } from './draft.ts';
import { KeyToggle } from './KeyToggle.tsx';
import classes from './OutputEditor.module.css';

export type OutputEditorProps = {
  held: Held;
  actions: DeskActions;
  editor: RefObject<{ focus(): void } | null>;
};

/** Comparing word by word takes too long for a keystroke above this length; lines are quick for any. */
const mostWordwise = 20_000;

/** Text or JSON in an editor, with what differs from the model's output below it. */
export function OutputEditor({ held, actions, editor }: OutputEditorProps) {
  const { item } = held.claim;
  const area = useRef<HTMLTextAreaElement>(null);
  const before = outputText(item);
  const text = held.draft.output ?? before;
  const shown = useDeferredValue(text);
  const json = editorOf(item) === 'json';
  const ready = verdictOf(item, held.draft);
  useImperativeHandle(editor, () => ({ focus: () => enter(area.current) }), []);
  useEffect(() => fit(area.current, text), [text]);
  return (
    <div className={classes.editor}>
      <textarea
        ref={area}
        className={classes.area}
        data-json={json || undefined}
        aria-label="Your version of the output"
        aria-describedby="editor-problem"
        aria-invalid={!ready.ok && text !== before}
        spellCheck={!json}
        value={text}
        onChange={(event) => actions.type({ ...held.draft, output: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') document.getElementById('item-title')?.focus();
        }}
      />
      <div className={classes.foot}>
        <p
          className={classes.problem}
          id="editor-problem"
          data-wrong={(!ready.ok && text !== before) || undefined}
        >
          {ready.ok ? 'Ready to send.' : text === before ? 'Nothing changed yet.' : ready.because}
        </p>
        <KeyToggle
          name="difference"
          on={actions.difference}
          onToggle={actions.toggleDifference}
          pulsing={null}
        >
          What changed
        </KeyToggle>
        <button
          type="button"
          className={classes.reset}
          onClick={() => actions.type({ ...held.draft, kind: null, output: null })}
        >
          Drop my changes
        </button>
      </div>
      {actions.difference && shown !== before ? (
        <Diff
          before={before}
          after={shown}
          by={json || before.length + shown.length > mostWordwise ? 'lines' : 'words'}
          label="What you changed"
        />
      ) : null}
    </div>
  );
}

/** On a phone the sheet covers the foot of the page; the margin in the style keeps the editor above it. */
function enter(area: HTMLTextAreaElement | null): void {
  area?.focus({ preventScroll: true });
  area?.scrollIntoView({ block: 'nearest' });
}

/** Grows with the text, up to half the window; then it scrolls inside. */
function fit(area: HTMLTextAreaElement | null, _text: string): void {
  if (!area) return;
  area.style.height = 'auto';
  area.style.height = `${Math.min(area.scrollHeight + 2, window.innerHeight / 2)}px`;
}
