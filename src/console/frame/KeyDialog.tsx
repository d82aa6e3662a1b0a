import { Modal } from '@mantine/core';
import { useShownKeys } from '../keys.ts';
import { Breakable } from '../ui/Breakable.tsx';
import classes from './KeyDialog.module.css';

/** The sheet of all keys on screen; the page's own stand before those of the frame. */
export function KeyDialog({ onClose }: { onClose: () => void }) {
  const keys = useShownKeys().toReversed().flat();
  return (
    <Modal opened onClose={onClose} title="Keys on this page" size="lg">
      <dl className={classes.keys}>
        {keys.map((one) => (
          <div key={`${one.key} ${one.label}`} className={classes.row}>
            <dt>
              <kbd className={classes.key}>{one.shown}</kbd>
            </dt>
            <dd>
              <Breakable text={one.label} />
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
