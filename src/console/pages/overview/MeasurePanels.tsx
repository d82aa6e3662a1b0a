import type { ReactNode } from 'react';
import type { Overview } from '../../../contract/overview.ts';
import { routeKinds } from '../../../core/policies/document.ts';
import { PathLink } from '../../parts/PathLink.tsx';
import { routeWords } from '../../parts/RouteBadge.tsx';
import { paths } from '../../paths.ts';
import { Interval, intervalWords } from '../../ui/Interval.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { SplitBar } from '../../ui/SplitBar.tsx';
import { Stat } from '../../ui/Stat.tsx';
import { countWords, durationWords, percentWords } from '../../ui/words.ts';
import classes from './MeasurePanels.module.css';

type PanelProps = { overview: Overview };

/**
 * Below 30 labels a 95 % interval can span 35 points, so it stands where the number would; up to 100 the number stands,
 * with a word of caution.
 */
const enoughForOneNumber = 30;
const enoughLabels = 100;

export function TimeToHumanPanel({ overview: { timeToHuman } }: PanelProps) {
  const { n, medianSeconds, p95Seconds } = timeToHuman;
  return (
    <Panel title="Time to human" hint="From arrival to a person’s verdict">
      <div className={classes.pair}>
        <Stat value={medianSeconds === null ? '–' : durationWords(medianSeconds)} about="median" />
        <Stat value={p95Seconds === null ? '–' : durationWords(p95Seconds)} about="95th percentile" />
      </div>
      <p className={classes.note}>
        {n === 0 ? 'Nobody has judged anything yet.' : `n = ${countWords(n)} judged`}
      </p>
    </Panel>
  );
}

export function OverrideRatePanel({ overview: { overrideRate } }: PanelProps) {
  return (
    <SharePanel
      title="Override rate"
      hint="Judged decisions where people changed or refused the output"
      share={overrideRate}
      counted={`n = ${countWords(overrideRate.n)} judged`}
      empty="Appears with the first verdict."
    />
  );
}

export function ReleasedErrorPanel({ overview: { releasedError } }: PanelProps) {
  return (
    <SharePanel
      title="Released error"
      hint="Wrong among released decisions, seen by the random audit sample"
      share={releasedError}
      counted={`n = ${countWords(releasedError.n)} audited`}
      empty="Appears with the first audited decision."
    />
  );
}

type SharePanelProps = {
  title: string;
  hint: string;
  share: Overview['overrideRate'];
  counted: string;
  empty: string;
};

function SharePanel({ title, hint, share, counted, empty }: SharePanelProps): ReactNode {
  const { value, low, high, n } = share;
  const tooFew = n > 0 && n < enoughForOneNumber && low !== null && high !== null;
  return (
    <Panel title={title} hint={hint}>
      <Stat value={tooFew ? intervalWords(low, high) : value === null ? '–' : percentWords(value)} />
      <div className={classes.interval}>
        <Interval value={value} low={low} high={high} counted={counted} />
      </div>
      {n === 0 ? <p className={classes.note}>{empty}</p> : null}
      {n > 0 && n < enoughLabels ? (
        <p className={classes.few}>
          {tooFew ? 'Too few labels for one number yet.' : 'Few labels so far: read the interval.'}
        </p>
      ) : null}
    </Panel>
  );
}

export function RoutesPanel({ overview: { routes } }: PanelProps) {
  const all = routeKinds.map((route) => ({
    name: route === 'release-and-review' ? 'Reviewed after' : routeWords[route].words,
    tone: routeWords[route].tone,
    count: routes.find((one) => one.route === route)?.total ?? 0,
    rare: route === 'consensus' || route === 'shadow',
  }));
  const parts = all.filter(({ rare, count }) => !rare || count > 0);
  return (
    <Panel title="Routes" hint="What the policy did with them">
      <SplitBar label="Routes" parts={parts} />
      <p className={classes.note}>
        <PathLink path={paths.decisions({ route: 'hold' })}>See held decisions</PathLink>
      </p>
    </Panel>
  );
}
