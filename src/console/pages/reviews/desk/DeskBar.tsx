import { useState } from 'react';
import type { Static } from 'typebox';
import type { Queue } from '../../../../contract/reviews.ts';
import { PathLink } from '../../../parts/PathLink.tsx';
import { paths } from '../../../paths.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { countWords, plural } from '../../../ui/words.ts';
import type { MyVerdict } from '../my-verdict.ts';
import type { Question } from './ask-server.ts';
import classes from './DeskBar.module.css';
import type { DeskActions } from './desk-actions.ts';
import type { DeskState } from './desk-state.ts';
import { KeyToggle } from './KeyToggle.tsx';
import { givenToday, paceOf } from './pace.ts';

export type DeskBarProps = {
  state: DeskState;
  question: Question;
  queues: readonly Static<typeof Queue>[];
  verdicts: readonly MyVerdict[];
  actions: DeskActions;
  pulsing: string | null;
};

/** Which queue this is, how much waits, how it goes, and what can be shown or hidden. */
export function DeskBar({ state, question, queues, verdicts, actions, pulsing }: DeskBarProps) {
  const chosen = queues.filter((queue) => fits(queue, question));
  const waiting = chosen.reduce((sum, queue) => sum + Math.max(0, queue.open - queue.claimed), 0);
  const name = question.useCaseId ? (chosen[0]?.useCaseName ?? 'Review') : 'All my queues';
  const [openedAtMs] = useState(() => Date.now());
  const before = verdicts.filter((verdict) => Date.parse(verdict.givenAt) < openedAtMs);
  const today = givenToday(before, new Date()) + state.givenAtMs.length;
  const pace = paceOf(state.givenAtMs);
  const item = state.current?.claim.item;
  return (
    <header className={classes.bar}>
      <PathLink path={paths.review()} className={classes.back}>
        <Icon name="previous" size={16} />
        <span className={classes.backWords}>Queues</span>
      </PathLink>
      <h1 className={classes.title} id="page-title" tabIndex={-1}>
        {name}
        {question.tier === 2 ? <span className={classes.tier}> for experts</span> : null}
      </h1>
      <p className={classes.facts}>
        <span>{waiting === 0 ? 'nothing else waits' : `${plural(waiting, 'other')} waiting`}</span>
        <span>{countWords(today)} done today</span>
        {pace ? <span className={classes.wide}>about {countWords(pace)} an hour</span> : null}
        {state.outgoing.length > 0 ? <span>sending {state.outgoing.length} …</span> : null}
      </p>
      <div className={classes.toggles}>
        {item?.useCase.guideline ? (
          <KeyToggle
            name="guideline"
            on={actions.guideline}
            onToggle={actions.toggleGuideline}
            pulsing={pulsing}
          >
            Guideline
          </KeyToggle>
        ) : null}
        {item ? (
          <KeyToggle
            name="suggestion"
            on={!actions.hidden}
            onToggle={actions.toggleSuggestion}
            pulsing={pulsing}
          >
            Suggestion
          </KeyToggle>
        ) : null}
      </div>
    </header>
  );
}

function fits(queue: Static<typeof Queue>, { useCaseId, tier }: Question): boolean {
  return (!useCaseId || queue.useCaseId === useCaseId) && (!tier || queue.tier === tier);
}
