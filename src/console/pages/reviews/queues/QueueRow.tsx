import { Button } from '@mantine/core';
import type { Static } from 'typebox';
import type { Queue } from '../../../../contract/reviews.ts';
import { PathLink } from '../../../parts/PathLink.tsx';
import { KeyHint } from '../../../ui/KeyHint.tsx';
import { Mark } from '../../../ui/Mark.tsx';
import { TimeAgo } from '../../../ui/TimeAgo.tsx';
import { countWords } from '../../../ui/words.ts';
import classes from './Queues.module.css';

export type QueueRowProps = {
  queue: Static<typeof Queue>;
  path: string;
  mayNot: string | null;
  shortcut: string | null;
};

/** One queue: how much waits, how long, and the way in. */
export function QueueRow({ queue, path, mayNot, shortcut }: QueueRowProps) {
  const { useCaseName, tier, open, claimed, oldestOpenedAt, nextDueAt, overdue, unqualified } = queue;
  return (
    <li className={classes.row}>
      <div className={classes.name}>
        <strong>{useCaseName}</strong>
        {tier === 2 ? <Mark tone="changed">For experts</Mark> : null}
        {unqualified.map(({ qualification, open: waiting }) => (
          <Mark key={qualification} tone="refused">
            {countWords(waiting)} {waiting === 1 ? 'asks' : 'ask'} for “{qualification}”, which nobody has
          </Mark>
        ))}
        {overdue > 0 ? <Mark tone="refused">{countWords(overdue)} overdue</Mark> : null}
      </div>
      <p className={classes.facts}>
        {open === 0 ? (
          <span>empty</span>
        ) : (
          <>
            {claimed > 0 ? <span>{countWords(claimed)} being judged</span> : null}
            {oldestOpenedAt ? (
              <span>
                oldest <TimeAgo at={oldestOpenedAt} />
              </span>
            ) : null}
            {nextDueAt ? (
              <span>
                next due <TimeAgo at={nextDueAt} />
              </span>
            ) : null}
          </>
        )}
      </p>
      <span className={classes.count} data-some={open > 0 || undefined}>
        {countWords(open)} <span className={classes.unit}>open</span>
      </span>
      {mayNot ? (
        <Button size="xs" variant="default" disabled title={mayNot}>
          Review
        </Button>
      ) : (
        <Button
          component={PathLink}
          path={path}
          size="xs"
          variant={open > 0 ? 'light' : 'default'}
          rightSection={shortcut ? <KeyHint>{shortcut}</KeyHint> : null}
        >
          Review
          <span className="unseen">
            {' '}
            {useCaseName}
            {tier === 2 ? ', for experts' : ''}
          </span>
        </Button>
      )}
    </li>
  );
}
