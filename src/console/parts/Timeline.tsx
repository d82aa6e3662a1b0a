import { Button } from '@mantine/core';
import { useState } from 'react';
import { TimeAgo } from '../ui/TimeAgo.tsx';
import { numberWords } from '../ui/words.ts';
import { PersonName } from './PersonName.tsx';
import { ReceiptCheck } from './ReceiptCheck.tsx';
import classes from './Timeline.module.css';

export type HappenedEvent = {
  entryId: string;
  kind: string;
  at: string;
  actor: { kind: string; name: string | null; simulated: boolean };
  sentence: string;
  position: number | null;
};

/** Everything that happened, oldest first; every step can be proven on the spot. */
export function Timeline({ events, mayVerify }: { events: readonly HappenedEvent[]; mayVerify: boolean }) {
  return (
    <ol className={classes.timeline}>
      {events.map((event) => (
        <TimelineEvent key={event.entryId} event={event} mayVerify={mayVerify} />
      ))}
    </ol>
  );
}

function TimelineEvent({ event, mayVerify }: { event: HappenedEvent; mayVerify: boolean }) {
  const [open, setOpen] = useState(false);
  const { actor, sentence, at, kind, position, entryId } = event;
  return (
    <li className={classes.event} data-actor={actor.kind}>
      <div className={classes.row}>
        <div className={classes.words}>
          <p className={classes.sentence}>{sentence}</p>
          <p className={classes.about}>
            <PersonName
              name={actor.kind === 'system' ? null : actor.name}
              simulated={actor.simulated}
              fallback={actorWords[actor.kind] ?? actor.kind}
            />
            <span aria-hidden="true">·</span>
            <TimeAgo at={at} />
            <span aria-hidden="true">·</span>
            <code>{kind}</code>
            <span aria-hidden="true">·</span>
            {position === null ? 'not in the log yet' : `entry ${numberWords(position)}`}
          </p>
        </div>
        {mayVerify ? (
          <Button
            size="compact-sm"
            variant="default"
            aria-expanded={open}
            aria-label={`${open ? 'Hide the receipt of' : 'Verify'} ${kind}`}
            onClick={() => setOpen(!open)}
          >
            {open ? 'Hide' : 'Verify'}
          </Button>
        ) : null}
      </div>
      {open ? <ReceiptCheck entryId={entryId} /> : null}
    </li>
  );
}

const actorWords: Readonly<Record<string, string>> = {
  system: 'Steerhouse',
  service: 'a program',
  model: 'the model',
  person: 'a person',
};
