import type { ReviewItem } from '../../../../contract/reviews.ts';
import { TimeAgo } from '../../../ui/TimeAgo.tsx';
import classes from './ItemView.module.css';
import { verdictWords } from './verdict-words.ts';

/** What others said about the item before it came to this tier. */
export function EarlierVerdicts({ verdicts }: { verdicts: ReviewItem['earlierVerdicts'] }) {
  if (verdicts.length === 0) return null;
  return (
    <section className={classes.note}>
      <h3 className={classes.small}>Earlier verdicts</h3>
      <ul className={classes.earlier}>
        {verdicts.map((verdict) => (
          <li key={`${verdict.at} ${verdict.by}`}>
            <strong>{verdict.by}</strong>: {verdictWords[verdict.kind].toLowerCase()}{' '}
            <span className="soft">
              <TimeAgo at={verdict.at} />
            </span>
            {verdict.comment ? <q className={classes.quote}>{verdict.comment}</q> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
