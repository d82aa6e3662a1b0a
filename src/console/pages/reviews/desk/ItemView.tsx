import type { RefObject } from 'react';
import type { ReviewItem } from '../../../../contract/reviews.ts';
import { ContentView } from '../../../parts/ContentView.tsx';
import { PathLink } from '../../../parts/PathLink.tsx';
import { ReasonList } from '../../../parts/ReasonList.tsx';
import { paths } from '../../../paths.ts';
import { Mark, type Tone } from '../../../ui/Mark.tsx';
import { TimeAgo } from '../../../ui/TimeAgo.tsx';
import type { DeskActions } from './desk-actions.ts';
import type { Held } from './desk-state.ts';
import { EarlierVerdicts } from './EarlierVerdicts.tsx';
import classes from './ItemView.module.css';
import { Suggestion } from './Suggestion.tsx';

export type ItemViewProps = {
  held: Held;
  actions: DeskActions;
  editor: RefObject<{ focus(): void } | null>;
};

const purposes: Readonly<Record<ReviewItem['purpose'], { words: string; tone: Tone; about: string }>> = {
  approval: { words: 'Held', tone: 'waiting', about: 'The output waits for your verdict before it is used' },
  review: {
    words: 'In use already',
    tone: 'changed',
    about: 'Used at once; your verdict corrects or recalls it',
  },
  audit: { words: 'Audit sample', tone: 'neutral', about: 'Drawn at random from what was released' },
};

/** The item itself: what came in, what the model made of it, and why a person is asked. */
export function ItemView({ held, actions, editor }: ItemViewProps) {
  const { item } = held.claim;
  const purpose = purposes[item.purpose];
  return (
    <>
      <div className={classes.input}>
        <header className={classes.head}>
          <h2 className={classes.title} id="item-title" tabIndex={-1}>
            Input
          </h2>
          <p className={classes.marks}>
            <Mark tone={purpose.tone} title={purpose.about}>
              {purpose.words}
            </Mark>
            {item.tier === 2 ? <Mark tone="changed">For experts</Mark> : null}
            <span>{item.useCase.name}</span>
            <span>
              came in <TimeAgo at={item.openedAt} />
            </span>
          </p>
        </header>
        {item.input === null ? (
          <p className="soft">The content of this decision has been erased.</p>
        ) : (
          <ContentView value={item.input} label="What came in" />
        )}
      </div>
      {item.parkNote ? (
        <p className={classes.note}>
          <strong>Left by whoever parked it:</strong> {item.parkNote}
        </p>
      ) : null}
      <EarlierVerdicts verdicts={item.earlierVerdicts} />
      <Suggestion held={held} actions={actions} editor={editor} />
      <section className={classes.about}>
        <div>
          <h3 className={classes.small}>Why you are asked</h3>
          {item.blind ? (
            <p className="soft">Hidden, so that you judge for yourself.</p>
          ) : (
            <ReasonList reasons={item.reasons} />
          )}
        </div>
        <Metadata item={item} />
      </section>
    </>
  );
}

function Metadata({ item }: { item: ReviewItem }) {
  return (
    <div>
      <h3 className={classes.small}>About this decision</h3>
      <dl className={classes.facts}>
        {Object.entries(item.metadata).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{String(value)}</dd>
          </div>
        ))}
        <div>
          <dt>model</dt>
          <dd>{item.model}</dd>
        </div>
      </dl>
      {/* What is hidden here stands on that page. */}
      {item.blind ? null : (
        <PathLink path={paths.decision(item.decisionId)} className={classes.link}>
          The whole decision
        </PathLink>
      )}
    </div>
  );
}
