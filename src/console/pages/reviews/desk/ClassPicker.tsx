import { type RefObject, useImperativeHandle, useRef } from 'react';
import { confidenceWords } from '../../../parts/ConfidenceBar.tsx';
import { Breakable } from '../../../ui/Breakable.tsx';
import { KeyHint } from '../../../ui/KeyHint.tsx';
import { TypeAhead } from '../../../ui/TypeAhead.tsx';
import { countWords } from '../../../ui/words.ts';
import classes from './ClassPicker.module.css';
import type { DeskActions } from './desk-actions.ts';
import type { Held } from './desk-state.ts';
import { outputText } from './draft.ts';
import { listedOptions, optionsOf } from './options.ts';
import { optionKey } from './review-keys.ts';

export type ClassPickerProps = {
  held: Held;
  actions: DeskActions;
  pulsing: string | null;
  editor: RefObject<{ focus(): void } | null>;
};

/** The most probable classes under number keys, and all of them by typing. */
export function ClassPicker({ held, actions, pulsing, editor }: ClassPickerProps) {
  const { item } = held.claim;
  const field = useRef<HTMLInputElement>(null);
  useImperativeHandle(editor, () => ({ focus: () => field.current?.focus() }), []);
  const options = optionsOf(item, actions.hidden);
  const listed = listedOptions(item, actions.hidden);
  const few = listed.length === options.length;
  const chosen =
    held.draft.kind === 'approve' ? outputText(item) : held.draft.kind === 'edit' ? held.draft.output : null;
  const elsewhere = chosen !== null && !listed.some((option) => option.name === chosen);
  return (
    <div className={classes.picker}>
      <ol
        className={classes.list}
        aria-label={actions.hidden || item.outputHidden ? 'Classes' : 'Most probable classes'}
      >
        {listed.map((option, index) => (
          <li key={option.name}>
            <button
              type="button"
              className={classes.option}
              aria-pressed={chosen === option.name}
              aria-keyshortcuts={actions.hidden ? undefined : String(index + 1)}
              data-pulse={pulsing === `option ${index + 1}` || undefined}
              disabled={held.lost !== null}
              onClick={() => actions.pick(option.name)}
            >
              {actions.hidden ? null : <KeyHint>{optionKey(index + 1).shown}</KeyHint>}
              <span className={classes.name}>
                <Breakable text={option.name} />
              </span>
              {option.probability === null ? null : (
                <span className={classes.share}>
                  <span className={classes.bar} style={{ inlineSize: `${option.probability * 100}%` }} />
                  <span className={classes.number}>{confidenceWords(option.probability)}</span>
                </span>
              )}
            </button>
          </li>
        ))}
      </ol>
      {few ? null : (
        <TypeAhead
          ref={field}
          label="Another class"
          placeholder={`Find one of ${countWords(options.length)} classes`}
          names={options.map((option) => option.name)}
          disabled={held.lost !== null}
          onPick={(name) => {
            actions.pick(name);
            document.getElementById('item-title')?.focus();
          }}
          onLeave={() => document.getElementById('item-title')?.focus()}
        />
      )}
      {elsewhere ? (
        <p className={classes.chosen}>
          Chosen: <strong>{chosen}</strong>
        </p>
      ) : null}
    </div>
  );
}
