import { KeyHint } from '../../../ui/KeyHint.tsx';
import type { DeskActions } from './desk-actions.ts';
import type { Held } from './desk-state.ts';
import classes from './ReasonChoice.module.css';
import { places, reasonKey } from './review-keys.ts';

export type ReasonChoiceProps = { held: Held; actions: DeskActions; pulsing: string | null };

/** Reason codes as the use case defines them; the first nine have keys. */
export function ReasonChoice({ held, actions, pulsing }: ReasonChoiceProps) {
  const { reasonCodes } = held.claim.item.useCase;
  if (reasonCodes.length === 0) return null;
  return (
    <fieldset className={classes.reasons} disabled={held.lost !== null}>
      <legend>Reasons</legend>
      {reasonCodes.map(({ code, label }, index) => {
        const key = reasonKey(index + 1);
        const keyed = index < places.length;
        return (
          <button
            key={code}
            type="button"
            className={classes.reason}
            aria-pressed={held.draft.reasonCodes.includes(code)}
            aria-keyshortcuts={keyed ? `Shift+${index + 1}` : undefined}
            data-pulse={pulsing === `reason ${index + 1}` || undefined}
            onClick={() => actions.reason(code)}
          >
            {label} {keyed ? <KeyHint>{key.shown}</KeyHint> : null}
          </button>
        );
      })}
    </fieldset>
  );
}
