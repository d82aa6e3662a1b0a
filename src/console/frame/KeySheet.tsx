import { Modal } from '@mantine/core';
import { useState } from 'react';
import { useKeys, useShownKeys } from '../keys.ts';
import classes from './KeySheet.module.css';

/** All keys of what is on screen, behind `?`. */
export function KeySheet() {
  const [open, setOpen] = useState(false);
  const groups = useShownKeys();
  useKeys([{ key: '[Shift]+?', shown: '?', label: 'Show this sheet', run: () => setOpen(true) }]);
  const keys = groups.toReversed().flat();
  return (
    <Modal opened={open} onClose={() => setOpen(false)} title="Keys on this page" size="md">
      <dl className={classes.keys}>
        {keys.map((one) => (
          <div key={`${one.key} ${one.label}`} className={classes.row}>
            <dt>
              <kbd className={classes.key}>{one.shown}</kbd>
            </dt>
            <dd>{one.label}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
