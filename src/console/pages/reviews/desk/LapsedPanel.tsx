import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { Icon } from '../../../ui/Icon.tsx';
import { KeyHint } from '../../../ui/KeyHint.tsx';
import type { DeskActions } from './desk-actions.ts';
import type { Held } from './desk-state.ts';
import classes from './LapsedPanel.module.css';
import { reviewKeys } from './review-keys.ts';

/** The claim has ended, or a verdict came back: what happened, that nothing typed is lost, and one key on. */
export function LapsedPanel({ held, actions }: { held: Held; actions: DeskActions }) {
  const first = useRef<HTMLButtonElement>(null);
  const told = held.lost ?? held.trouble;
  useEffect(() => {
    if (held.lost) first.current?.focus();
  }, [held.lost]);
  if (!told) return null;
  return (
    <div className={classes.panel} role="alert">
      <Icon name={held.lost ? 'clock' : 'alert'} size={20} />
      <div className={classes.words}>
        <p className={classes.title}>
          {held.lost
            ? told.sentence
            : `${told.passing ? 'Your verdict did not arrive.' : 'Your verdict was refused.'} ${told.sentence}`}
        </p>
        <p>{held.lost ? (told.todo ?? 'What you typed is kept.') : 'It is as you left it; send it again.'}</p>
      </div>
      {held.lost ? (
        <div className={classes.actions}>
          {held.lost.claimable ? (
            <Button
              ref={first}
              size="xs"
              onClick={actions.again}
              rightSection={<KeyHint>{reviewKeys.again.shown}</KeyHint>}
            >
              Claim again
            </Button>
          ) : null}
          <Button
            ref={held.lost.claimable ? null : first}
            size="xs"
            variant={held.lost.claimable ? 'default' : 'filled'}
            onClick={actions.next}
            rightSection={<KeyHint>{reviewKeys.next.shown}</KeyHint>}
          >
            Next item
          </Button>
        </div>
      ) : null}
    </div>
  );
}
