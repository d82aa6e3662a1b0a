import type { Static } from 'typebox';
import type { ReleasedShare, ReplayResult } from '../../../contract/replays.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Stat } from '../../ui/Stat.tsx';
import { percentWords, plural } from '../../ui/words.ts';
import classes from './Replays.module.css';
import { errorsWords, knownWords } from './replay-words.ts';

/** Released errors avoided and new, as far as judged decisions with known probabilities say; and what they do not say. */
export function ErrorsPanel({ total }: { total: ReplayResult['total'] }) {
  return (
    <Panel
      title="Errors"
      hint="Estimated from judged decisions, each weighted by its known probability to be judged; 95 % intervals"
    >
      <div className={classes.stats}>
        <Stat
          size="large"
          value={errorsWords(total.avoided)}
          unit="avoided"
          about={knownWords(total.avoided, 'no longer released')}
        />
        <Stat
          size="large"
          value={errorsWords(total.added)}
          unit="new"
          about={knownWords(total.added, 'newly released')}
        />
        <Stat
          size="large"
          value={shareWords(total.released.draft)}
          about={`of what is released is wrong; ${shareWords(total.released.baseline)} before. From ${plural(total.released.draft.graded, 'judged decision')}.`}
        />
      </div>
    </Panel>
  );
}

function shareWords({ error }: Static<typeof ReleasedShare>): string {
  if (error === null) return 'unknown';
  return `${percentWords(error.value)} (${percentWords(error.low)} to ${percentWords(error.high)})`;
}
