import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Static } from 'typebox';
import type { LedgerEntry } from '../../../contract/ledger.ts';
import { ReceiptCheck } from '../../parts/ReceiptCheck.tsx';
import { JsonView } from '../../ui/JsonView.tsx';
import { TimeAgo } from '../../ui/TimeAgo.tsx';
import { numberWords } from '../../ui/words.ts';
import classes from './SearchPanel.module.css';

export type EntryItemProps = { entry: Static<typeof LedgerEntry>; opened: boolean };

/** One entry: its body as it stands in the log, and its receipt checked on the spot. */
export function EntryItem({ entry, opened }: EntryItemProps) {
  const [open, setOpen] = useState(opened);
  const { entryId, kind, at, position, body } = entry;
  return (
    <li className={classes.entry}>
      <div className={classes.head}>
        <div className={classes.words}>
          <code>{kind}</code>{' '}
          <span className={classes.about}>
            <TimeAgo at={at} /> ·{' '}
            {position === null ? 'waits for its place' : `entry ${numberWords(position)}`}
          </span>
        </div>
        <Button
          variant="default"
          size="compact-sm"
          aria-expanded={open}
          aria-label={`${open ? 'Hide' : 'Verify'} ${kind}`}
          onClick={() => setOpen(!open)}
        >
          {open ? 'Hide' : 'Verify'}
        </Button>
      </div>
      {open ? (
        <div className={classes.open}>
          <JsonView label={`Entry ${entryId}`} value={readBody(body)} />
          <ReceiptCheck entryId={entryId} />
        </div>
      ) : null}
    </li>
  );
}

function readBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body; // shown as it stands, so that a broken entry can be seen for what it is
  }
}
