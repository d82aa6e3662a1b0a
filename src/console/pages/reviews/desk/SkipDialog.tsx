import { Modal } from '@mantine/core';
import { KeyHint } from '../../../ui/KeyHint.tsx';
import classes from './Dialogs.module.css';
import type { SkipReason } from './desk-state.ts';

const reasons: readonly { reason: SkipReason; words: string; about: string }[] = [
  { reason: 'not-my-field', words: 'Not my field', about: 'Somebody else knows this better' },
  { reason: 'conflict-of-interest', words: 'Conflict of interest', about: 'I should not judge this one' },
  { reason: 'pause', words: 'A break', about: 'I stop here for now' },
  { reason: 'other', words: 'Something else', about: '' },
];

/** Giving an item back is no verdict, but the reason is recorded. Number keys choose. */
export function SkipDialog({
  onSkip,
  onClose,
}: {
  onSkip: (reason: SkipReason) => void;
  onClose: () => void;
}) {
  return (
    <Modal opened onClose={onClose} title="Why do you skip it?" size="sm">
      <p className={classes.lead}>
        The item goes back to the queue for others. A skip never counts as a verdict.
      </p>
      <fieldset
        className={classes.choices}
        onKeyDown={(event) => {
          const chosen = event.repeat
            ? undefined
            : reasons[Number(event.code.replace(/^(Digit|Numpad)/, '')) - 1];
          if (chosen) onSkip(chosen.reason);
        }}
      >
        {reasons.map(({ reason, words, about }, index) => (
          <button
            key={reason}
            type="button"
            className={classes.choice}
            data-autofocus={index === 0 || undefined}
            onClick={() => onSkip(reason)}
          >
            <KeyHint>{String(index + 1)}</KeyHint>
            <span>
              {words}
              {about ? <small>{about}</small> : null}
            </span>
          </button>
        ))}
      </fieldset>
    </Modal>
  );
}
