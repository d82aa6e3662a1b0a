import { RouteBadge } from '../../parts/RouteBadge.tsx';
import { StateBadge } from '../../parts/StateBadge.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeAgo } from '../../ui/TimeAgo.tsx';
import type { Detail } from './decision-detail.ts';
import classes from './StandingPanel.module.css';

const useWords: Readonly<Record<Detail['outcome']['use'], string>> = {
  original: 'The caller may use the model’s output.',
  replacement: 'The caller uses what a person wrote instead.',
  none: 'The caller must not use the output.',
  wait: 'The caller waits for a person.',
};

/** Where the decision stands now, in one look. */
export function StandingPanel({ decision }: { decision: Detail }) {
  const { state, route, outcome, recordedAt, settledAt } = decision;
  return (
    <Panel title="Where it stands">
      <p className={classes.badges}>
        <StateBadge state={state} />
        <RouteBadge route={route} />
      </p>
      <p className={classes.use}>{useWords[outcome.use]}</p>
      <p className={classes.when}>
        Arrived <TimeAgo at={recordedAt} />
        {settledAt ? (
          <>
            {' '}
            · settled <TimeAgo at={settledAt} />
          </>
        ) : null}
      </p>
      {outcome.reasonCodes.length > 0 ? (
        <p className={classes.when}>
          Reasons given: <code>{outcome.reasonCodes.join(', ')}</code>
        </p>
      ) : null}
    </Panel>
  );
}
