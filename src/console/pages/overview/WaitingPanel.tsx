import { Button } from '@mantine/core';
import type { Overview } from '../../../contract/overview.ts';
import { PathLink } from '../../parts/PathLink.tsx';
import { paths } from '../../paths.ts';
import { useMissing } from '../../session.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Sparkline } from '../../ui/Sparkline.tsx';
import { SplitBar } from '../../ui/SplitBar.tsx';
import { Stat } from '../../ui/Stat.tsx';
import { countWords, plural } from '../../ui/words.ts';
import { sinceTheStart } from './group-minutes.ts';
import { spanWords } from './span-words.ts';
import { verdictParts } from './verdict-parts.ts';
import classes from './WaitingPanel.module.css';

export type WaitingPanelProps = {
  overview: Overview;
  className?: string | undefined;
  useCaseId: string | undefined;
};

/** What waits for people, and what people decided. */
export function WaitingPanel({ overview, className, useCaseId }: WaitingPanelProps) {
  const mayNotReview = useMissing('tasks:read');
  const judged = overview.verdicts.reduce((sum, verdict) => sum + verdict.total, 0);
  return (
    <Panel
      title="Waiting for people"
      className={className}
      actions={
        mayNotReview ? null : (
          <Button component={PathLink} path={paths.review({ useCaseId })} size="xs">
            Review now
          </Button>
        )
      }
    >
      <div className={classes.body}>
        <div className={classes.now}>
          <Stat
            value={countWords(overview.backlog)}
            unit={overview.backlog === 1 ? 'item' : 'items'}
            size="large"
          />
          <Sparkline
            label={`Backlog over ${spanWords(overview.windowMinutes)}, now ${countWords(overview.backlog)}`}
            values={sinceTheStart(overview.series).map((minute) => minute.backlog)}
            tone="waiting"
            height={72}
          />
        </div>
        <div>
          <h3 className={classes.title}>
            {plural(judged, 'verdict')} in {spanWords(overview.windowMinutes)}
          </h3>
          <SplitBar label="Verdicts" parts={verdictParts(overview.verdicts)} />
        </div>
      </div>
    </Panel>
  );
}
