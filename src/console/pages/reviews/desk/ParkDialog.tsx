import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { KeyHint } from '../../../ui/KeyHint.tsx';
import classes from './Dialogs.module.css';
import { fieldTime, parkTimes, whyNotUntil } from './park-times.ts';

export type ParkDialogProps = { onPark: (until: string, note: string) => void; onClose: () => void };

/** Puts an item aside until a time, e.g. while information is awaited; whoever takes it then reads the note. */
export function ParkDialog({ onPark, onClose }: ParkDialogProps) {
  const [now] = useState(() => new Date());
  const [note, setNote] = useState('');
  const times = parkTimes(now);
  const [picked, setPicked] = useState(() => fieldTime(new Date(now.getTime() + 2 * 86_400_000)));
  const because = whyNotUntil(new Date(picked), now);
  const park = (until: Date) => onPark(until.toISOString(), note);
  return (
    <Modal opened onClose={onClose} title="Park until when?" size="sm">
      <p className={classes.lead}>It comes back to the queue by itself. Its due time does not move.</p>
      <fieldset
        className={classes.choices}
        onKeyDown={(event) => {
          const typing =
            event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
          const chosen = times[Number(event.code.replace(/^(Digit|Numpad)/, '')) - 1];
          if (chosen && !typing && !event.repeat) park(chosen.until);
        }}
      >
        {times.map(({ words, until }, index) => (
          <button
            key={words}
            type="button"
            className={classes.choice}
            data-autofocus={index === 0 || undefined}
            onClick={() => park(until)}
          >
            <KeyHint>{String(index + 1)}</KeyHint>
            <span>{words}</span>
          </button>
        ))}
        <div className={classes.pick}>
          <label>
            <span className={classes.caption}>Until</span>
            <input
              type="datetime-local"
              value={picked}
              onChange={(event) => setPicked(event.currentTarget.value)}
            />
          </label>
          <Button
            variant="default"
            size="xs"
            disabled={because !== null}
            title={because ?? undefined}
            onClick={() => park(new Date(picked))}
          >
            Park
          </Button>
        </div>
        {because ? <p className={classes.problem}>{because}</p> : null}
        <label className={classes.noteField}>
          <span className={classes.caption}>Note for whoever takes it then (optional)</span>
          <textarea
            rows={2}
            maxLength={2000}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        </label>
      </fieldset>
    </Modal>
  );
}
