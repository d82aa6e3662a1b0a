import { PathLink } from '../../parts/PathLink.tsx';
import { paths } from '../../paths.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeAgo } from '../../ui/TimeAgo.tsx';
import { capital, numberWords } from '../../ui/words.ts';
import { baselineName, draftName, replayStates, type Summary } from './replay-words.ts';

/** Replays there were, newest first. */
export function ReplayList({ replays }: { replays: readonly Summary[] }) {
  if (replays.length === 0) {
    return (
      <Panel title="Replays">
        <EmptyState icon="replays" title="Nothing has been replayed yet.">
          Choose a policy above: it is asked about every decision of the past, and you see what it would have
          released, whom it would have asked, and which errors that avoids or adds.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Panel title="Replays" hint="Newest first; their results stay" flush>
      <DataTable
        label="Replays"
        rows={replays}
        rowKey={(one) => one.replayId}
        maxHeight="20rem"
        columns={[
          {
            name: 'Replay',
            show: (one) => (
              <PathLink path={paths.replay(one.replayId)}>
                {capital(draftName(one))} against {baselineName(one)}
              </PathLink>
            ),
          },
          {
            name: 'State',
            show: ({ state }) => <Mark tone={replayStates[state].tone}>{replayStates[state].words}</Mark>,
          },
          {
            name: 'Decisions',
            numeric: true,
            wideOnly: true,
            show: ({ progress }) => numberWords(progress.decisions),
          },
          { name: 'Asked', show: (one) => <TimeAgo at={one.requestedAt} /> },
          { name: 'By', wideOnly: true, show: (one) => one.requestedBy },
        ]}
      />
    </Panel>
  );
}
