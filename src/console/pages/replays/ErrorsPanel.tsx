import type { Static } from 'typebox';
import type { ReleasedShare, ReplayResult } from '../../../contract/replays.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Stat } from '../../ui/Stat.tsx';
import { Stats } from '../../ui/Stats.tsx';
import { percentWords, plural } from '../../ui/words.ts';
import { errorsWords, intervalWords, knownWords } from './replay-words.ts';

/** Released errors avoided and new, as far as judged decisions with known probabilities say; and what they do not say. */
export function ErrorsPanel({ total }: { total: ReplayResult['total'] }) {
  return (
    <Panel
      title="Errors"
      hint="Estimated from judged decisions, each weighted by its known probability to be judged; 95 % intervals"
    >
      <Stats>
        <Stat
          size="large"
          value={errorsWords(total.avoided)}
          unit="avoided"
          about={<About errors={total.avoided} whichWay="no longer released" />}
        />
        <Stat
          size="large"
          value={errorsWords(total.added)}
          unit="new"
          about={<About errors={total.added} whichWay="newly released" />}
        />
        <Stat
          size="large"
          value={valueWords(total.released.draft)}
          about={`of what is released is wrong${rangeWords(total.released.draft)}; before: ${valueWords(total.released.baseline)}${rangeWords(total.released.baseline)}. From ${plural(total.released.draft.graded, 'judged decision')}.`}
        />
      </Stats>
    </Panel>
  );
}

function About({ errors, whichWay }: { errors: ReplayResult['total']['avoided']; whichWay: string }) {
  const interval = intervalWords(errors);
  return (
    <>
      {interval ? <>{interval}. </> : null}
      {knownWords(errors, whichWay)}
    </>
  );
}

function valueWords({ error }: Static<typeof ReleasedShare>): string {
  return error === null ? 'unknown' : percentWords(error.value);
}

function rangeWords({ error }: Static<typeof ReleasedShare>): string {
  return error === null ? '' : ` (${percentWords(error.low)} to ${percentWords(error.high)})`;
}
