import { useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type { ReplayExample } from '../../../contract/replays.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { PathLink } from '../../parts/PathLink.tsx';
import { RouteBadge } from '../../parts/RouteBadge.tsx';
import { paths } from '../../paths.ts';
import { Breakable } from '../../ui/Breakable.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { shortId } from '../../ui/words.ts';
import { examplesQuery } from './queries.ts';

type Example = Static<typeof ReplayExample>;

/** Decisions that change their route, to be looked at one by one. */
export function ExamplesPanel({ replayId }: { replayId: string }) {
  const { data, error } = useQuery(examplesQuery(replayId));
  if (error) return <FailurePanel error={error} title="The examples cannot be shown." />;
  if (!data) return null;
  if (data.examples.length === 0) {
    return (
      <Panel title="Examples">
        <p className="soft">No decision changes its route.</p>
      </Panel>
    );
  }
  return (
    <Panel title="Examples" hint="Drawn at random, some of each kind of change" flush>
      <DataTable
        label="Decisions that change their route"
        maxHeight="28rem"
        rows={data.examples}
        rowKey={(row) => row.decisionId}
        columns={[
          {
            name: 'Decision',
            show: (row) => (
              <PathLink path={paths.decision(row.decisionId)}>
                {row.label === null ? shortId(row.decisionId) : <Breakable text={row.label} />}
                <span className="unseen"> {shortId(row.decisionId)}</span>
              </PathLink>
            ),
          },
          { name: 'Confidence', numeric: true, wideOnly: true, show: (row) => row.confidence.toFixed(3) },
          { name: 'Before', show: (row) => <Side side={row.baseline} /> },
          { name: 'After', show: (row) => <Side side={row.draft} /> },
          {
            name: 'Judged',
            wideOnly: true,
            show: ({ grade }) =>
              grade === null ? '' : <Mark tone={grade === 'right' ? 'released' : 'refused'}>{grade}</Mark>,
          },
        ]}
      />
    </Panel>
  );
}

function Side({ side }: { side: Example['baseline'] }) {
  return (
    <span title={side.failure ?? (side.rule ? `by rule “${side.rule}”` : 'no rule fired')}>
      <RouteBadge route={side.route} />
    </span>
  );
}
