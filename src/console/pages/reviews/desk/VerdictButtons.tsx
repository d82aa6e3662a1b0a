import type { RefObject } from 'react';
import { KeyHint } from '../../../ui/KeyHint.tsx';
import type { DeskActions } from './desk-actions.ts';
import type { Held } from './desk-state.ts';
import { editorOf, type VerdictKind } from './draft.ts';
import { reviewKeys } from './review-keys.ts';
import classes from './VerdictButtons.module.css';
import { verdictButtons } from './verdict-words.ts';

export type VerdictButtonsProps = {
  held: Held;
  actions: DeskActions;
  pulsing: string | null;
  editor: RefObject<{ focus(): void } | null>;
};

const order: readonly VerdictKind[] = ['approve', 'reject', 'edit', 'cannot-decide'];

/** The four verdicts, each with its key; where the output is hidden, the class that is picked takes the place of three. */
export function VerdictButtons({ held, actions, pulsing, editor }: VerdictButtonsProps) {
  const { outputHidden } = held.claim.item;
  const kinds = outputHidden ? (['cannot-decide'] as const) : order;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a grid in every browser.
    <div className={classes.buttons} role="group" aria-label="Verdict" data-one={outputHidden || undefined}>
      {kinds.map((kind) => {
        const because = whyNot(held, kind, actions.hidden);
        return (
          <button
            key={kind}
            type="button"
            className={classes.button}
            data-kind={kind}
            data-tone={verdictButtons[kind].tone}
            data-pulse={pulsing === kind || undefined}
            aria-pressed={held.draft.kind === kind}
            aria-keyshortcuts={reviewKeys[kind].shown}
            disabled={because !== null}
            title={because ?? undefined}
            onClick={() => {
              actions.choose(kind);
              if (kind === 'edit' && !bringsKeyboard(held)) setTimeout(() => editor.current?.focus());
            }}
          >
            {verdictButtons[kind].words} <KeyHint>{reviewKeys[kind].shown}</KeyHint>
          </button>
        );
      })}
    </div>
  );
}

function whyNot(held: Held, kind: VerdictKind, hidden: boolean): string | null {
  if (held.lost) return 'Claim the item again first.';
  if (kind === 'approve' && hidden)
    return 'Nobody can approve what they have not seen: show the suggestion first.';
  return null;
}

/** On a touch screen focusing the field would cover the classes to tap on with a keyboard. */
function bringsKeyboard(held: Held): boolean {
  return editorOf(held.claim.item) === 'class' && matchMedia('(pointer: coarse)').matches;
}
